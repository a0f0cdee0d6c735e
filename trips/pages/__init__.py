"""The pages, each working with JavaScript off.

`home` plans, `join` invites, `hub` is for those who are in, `organise` for what the organiser
decides, `polls` for votes, `drawn` shows one; `site` holds what all of them share.
"""
