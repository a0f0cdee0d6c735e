/** Text as people read it: an ordinary space for each that no line breaks at. @param {string} text */
export const plain = (text) => text.replaceAll("\u00a0", " ");
