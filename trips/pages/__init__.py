"""The pages, each working with JavaScript off.

`home` plans, `join` invites, `hub` is for those who are in, `organise` for what the organiser
decides, `correct` for names and numbers, `polls` for votes, which `drawn` shows and `presets`
suggests; `site` holds what all share.
"""
