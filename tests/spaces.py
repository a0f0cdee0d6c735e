"""Text as people read it: a space that keeps a day or a price on one line is a space."""


def plain(text: str) -> str:
    """Put an ordinary space for each that no line breaks at."""
    return text.replace("\N{NO-BREAK SPACE}", " ")
