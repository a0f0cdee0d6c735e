"""What a delivery, a connection and a join cost; `python -m tests.proofs.bench` prints the table.

`measure` puts one server through its phases, `watchers` are the clients and `crowd` the process
they live in, `guests` join, `meter` reads /proc, `baseline` is what the figures stand beside.
"""
