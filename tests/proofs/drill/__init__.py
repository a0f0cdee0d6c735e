"""A disaster, rehearsed: `make drill` destroys and restores what people join, and counts.

`readme` reads the commands, which are all that backs up and restores; a `place` is where they run,
with its servers and data, and `disasters` destroy it. A `drill` tells one story from the plan to
the end: `hubs` look on, guests join, people's `belongings` have to work afterwards. `table` names
all stories, and which command, left out, is missed.
"""
