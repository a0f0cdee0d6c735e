"""Serve the pages, each of which works with JavaScript off.

`home` plans a trip, `join` shows an invitation, `hub` is the live page of members, `organise` what
the organiser decides, `polls` the votes (drawn by `present`, begun from `presets`). `correct` and
`correct_polls` change what was typed wrongly, `downloads` gives files. `decorators` says who may
open a page, `responses` answers, `again` shows a refused form with what was typed.
"""
