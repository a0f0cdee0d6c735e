"""Letters of other scripts that look like Latin ones, and which Latin letter each looks like.

Derived from confusables.txt of Unicode 15.1.0 (UTS 39), © Unicode, Inc., Unicode License v3: each
letter that shares a prototype with one of a to z, case aside; a small letter without such a twin
has that of its capital ("к" that of "К"). A capital stands here only where it looks like another
letter than its small one does. Only letters: a zero is no O.

Stored keys are made with this table: who changes it has to recompute every stored key.
"""

# By script: the first word of the letters' Unicode names, which never change. Each pair is a letter
# and the Latin one it looks like. In a word all of one script only the first letter of those that
# look alike is replaced (see names.key).
LATIN_LOOKS = {
    "AHOM": "𑜆v 𑜊w 𑜎w 𑜏w",
    "ARABIC": "اl هo ھo ہo ەo",
    "ARMENIAN": "աw գq զq հh ոn ռn սu տs ցg քf օo",
    "BAMUM": "ꛟv",
    "CANADIAN": "ᐯv ᑌu ᑭp ᑯd ᑲb ᒍj ᒪl ᕁx ᕼh ᕽx ᖇr ᖯb ᖴf ᗅa ᗞd ᗪd ᗰm ᗷb",
    "CARIAN": "𐊠a 𐊡b 𐊢c 𐊥f 𐊫o 𐊰m 𐊱t 𐊲y 𐊴x 𐋏h",
    "CHEROKEE": "Ꮪs Ꭰd Ꭱr Ꭲt Ꭵi Ꭹy Ꭺa Ꭻj Ꭼe Ꮃw Ꮇm Ꮋh Ꮍy Ꮐg Ꮒh Ꮓz Ꮟb Ꮢr Ꮤw Ꮥs Ꮩv Ꮮl Ꮯc Ꮲp Ꮶk Ꮷd "
    "Ᏻg Ᏼb ꮁr",
    "COPTIC": "ⲅr ⲏh ⲓl ⲕk ⲙm ⲛn ⲟo ⲣp ⲥc ⲧt ⲩy ⲭx ⳑl",
    "CYRILLIC": "аa вb гr еe кk мm нh оo рp сc тt уy хx ьb ѕs іi јj ѡw ѵv үy һh ҽe ӏi ԁd ԍg ԛq "
    "ԝw ꙇi",
    "DESERET": "𐐬o 𐐽c 𐑃l 𐑈s",
    "ELBASAN": "𐔓n 𐔖o 𐔘k 𐔜c 𐔝v 𐔥f 𐔦l 𐔧x",
    "ETHIOPIC": "ሀu ዐo",
    "GEORGIAN": "ყy ჿo",
    "GREEK": "αa βb γy εe ζz ηh ιi κk μm νv οo ρp σo τt υu χx ϝf ϳj ϻm ᴦr Νn Υy",
    "HEBREW": "וl ןl סo",
    "LISU": "ꓐb ꓑp ꓒd ꓓd ꓔt ꓖg ꓗk ꓙj ꓚc ꓜz ꓝf ꓟm ꓠn ꓡl ꓢs ꓣr ꓦv ꓧh ꓪw ꓫx ꓬy ꓮa ꓰe ꓲl ꓳo ꓴu",
    "LYCIAN": "𐊂b 𐊆e 𐊇f 𐊊l 𐊐x 𐊒o 𐊕p 𐊖s 𐊗t",
    "MALAYALAM": "ഠo",
    "MIAO": "𖼈v 𖼊t 𖼖l 𖼨l 𖼵r 𖼺s 𖽀a 𖽂u 𖽃y",
    "MYANMAR": "ဝo",
    "OLD": "𐌁b 𐌂c 𐌉l 𐌑m 𐌕t 𐌗x",
    "ORIYA": "ଠo",
    "OSAGE": "𐓜r 𐓪o 𐓶u",
    "RUNIC": "ᚷx ᛁl ᛕk ᛖm",
    "TIFINAGH": "ⴸv ⴹe ⵏl ⵔo ⵕq ⵝx",
    "WARANG": "𑣀v 𑣁s 𑣂f 𑣃i 𑣄z 𑣆e 𑣈o 𑣉z 𑣎e 𑣒l 𑣕o 𑣗o 𑣘u 𑣜y 𑢣l 𑢤y 𑢼t",
}

# What release 1, by a library, replaced each small letter of three scripts with, in a word all of
# one script. Drop it with the column that only servers of release 1 read.
RELEASE_1_LOOKS = (
    "çc øo þp āã ċć đd ģġ ħh īĩ ıi ĸk łl ŋn ōõ ŧt ūũ żź ƀb ƃb ƅb ƌd ƍg ƒf ƙk ƚl ƞn ƥp ƭt ƴy "
    "ƶz ƻ2 ƽs ƿp ǀl ǃ! ǝe ǥg ǧğ ȣ8 ȥz ȷj ȼc ɇe ɉj ɍr ɏy ɑa ɓb ɖd ɗd əe ɛe ɠg ɡg ɢg ɣy ɦh ɨi "
    "ɩi ɪi ɫl ɭl ɮlȝ ɯw ɱm ɳn ɴn ɵo ɺi ɼr ɽr ɾr ʀr ʂs ʄf ʋu ʌa ʍm ʏy ʐz ʒz ʔ? ʙb ʜh ʝj ʟl ʠq "
    "ʣdz ʤdȝ ʦts ʩfn ʪls ʫlz ᴀa ᴄc ᴅd ᴇe ᴈ3 ᴊj ᴋk ᴍm ᴏo ᴐo ᴑo ᴔeo ᴘp ᴛt ᴜu ᴡw ᴢz ᴤs ᵫue ᵮf ᵯm "
    "ᵰn ᵲr ᵴs ᵵt ᵶz ᵻi ᵼi ᵽp ᵾu ᵿu ᶃg ᶌy ᶐq ṅń ẝf ảà ẽē ỉi ỏò ủù ỳý ỷý ỿy ↄo ꜰf ꜱs ꝋo ꝡw ꝫz "
    "ꝸ& ꞌ' ꞙf ꞟu ꞯq ꞵb ꬲe ꬵf ꬽo ꬾo ꬿo ꭇr ꭈr ꭍs ꭎu ꭒu ꭚy ͻo ͽc ίi αa βb γy δd εe ηn θo ιi κk "
    "μu νv οo πn ρp σo τt υu χx ωw ϊi όo ϳj ϸp ᴦr ᴧa ᴩp аa б6 вb гr еe з3 кk мm нh оo пn рp "
    "сc тt уy хx шw щw ыbi ьb єe ѕs іi їi јj ћh џu ѡw ѣb ѳo ѵv ѻo ѽw ҍb ҏp ґr' ғr ҙ3 қk ҟk ҡk "
    "ңh ҥh ҫc ҭt үy ұy ҳx һh ҽe ҿe ӈh ӊh ӎm ӏl ӕae әe ӡz өo ԁd ԍg ԑe ԛq ԝw ꙅs ꙇi ꚕh ꚙoo "
)
