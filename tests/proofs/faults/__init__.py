"""What SocialCart withstands, seen: every fault under load; `make faults` prints the table.

`table` names the faults; `crowds`, `processes` and `outages` strike; `trial` puts one of them on a
`system` under load, of which `guests`, `watchers` and `readers` are the people, and ends it by
checking the `invariant`. `settings` is for servers that are tampered with from within, `tampering`
what can be done to them, `controls` which promise, taken out, makes which fault fail.
"""
