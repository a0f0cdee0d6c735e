"""What is said of a trip, a poll, an event or a day: on pages and in what leaves the site.

Scripts say the same of the same shapes, from the same catalogue: static/js/words.
"""

from trips.words import news, poll, trip
from trips.words.catalogue import Line, Piece, marked, say
from trips.words.dates import ago, day, days, days_beside, moment, time_of_day
