"""The pages, each working with JavaScript off.

`home` plans, `join` invites, `hub` is for those who are in, `organise` for what the organiser
decides, `polls` for votes, which `present` shows and `presets` suggests, `correct` and
`correct_polls` for what was said wrongly, `downloads` for files; `site` holds what all share, and
`again` shows a form once more with what was typed.
"""
