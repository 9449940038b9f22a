"""What may go wrong while deadlines pass, done on purpose, on servers of its own: `dev.py bench faults`.

`ground` starts the servers and fills them, `proofs` names each fault and how it is done, `verdict` asks the database
afterwards whether every rung fired exactly once. The tests do the same in small.
"""
