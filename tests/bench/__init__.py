"""What it all costs beside what others cost; `make bench` measures, and writes RESULTS.md.

`goals` are the rows; `doors`, `joins`, `reads`, `idle` and `growth` measure them, `paint` what a
browser waits for. `crowd` (with `crowd.c`) is the load, `running` a server under it, `peers` those
of others, `generated` a database of a million trips, `meter` reads what a process used; `report`
and `plots` write. `costs` is a program of its own: what one person can cost a server.
"""
