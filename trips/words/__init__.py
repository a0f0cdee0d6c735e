"""The words about a trip, a poll, an event or a day, on pages and in files that leave the site.

The scripts in static/js/words say the same of the same data, from the same catalogue.
"""

from trips.words import action, discount, news, poll, schedule, trip, voters
from trips.words.catalogue import Line, Piece, filled, marked, say, sentences, text_of
from trips.words.dates import ago, ago_until, day, days, days_beside, moment, time_of_day, until
from trips.words.discount import goal, whole_way
from trips.words.in_line import place_in_line, place_in_short
from trips.words.invitation import in_short, invitation
from trips.words.lists import alike, brought_by, declined, listed
