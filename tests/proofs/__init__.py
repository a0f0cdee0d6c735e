"""What proves a promise everywhere at once, from a table or a generator.

The tests here play every role at every address (`matrix.txt`), any input at any door, every
secret past every place, and every event against the state that it leaves. Programs beside them
break the system under load (`faults`), destroy and restore it (`drill`), and play random histories
of faults on a virtual clock (`simulation`).
"""
