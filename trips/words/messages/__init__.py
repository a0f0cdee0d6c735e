"""The sentences that both server and scripts say, by id; static/js/words uses the same ids.

Each is a whole sentence, so that a translation may order it freely. `{name}` is filled in, `<b>`
stands out, and `n` is the number that decides between singular and plural. What is filled in is a
number, a name, a date, a sum or whole sentences, never a part of one that a language may inflect.
"""

from trips.words.messages.aloud import ALOUD
from trips.words.messages.dates import DATES
from trips.words.messages.kinds import Messages, Plural
from trips.words.messages.news import NEWS, TERMS
from trips.words.messages.people import PEOPLE
from trips.words.messages.poll import POLL
from trips.words.messages.scripts import FORMS, SCRIPTS
from trips.words.messages.trip import TRIP

MESSAGES: Messages = {
    **DATES,
    **TRIP,
    **POLL,
    **NEWS,
    **TERMS,
    **PEOPLE,
    **FORMS,
    **ALOUD,
    **SCRIPTS,
}
