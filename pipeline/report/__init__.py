"""Pages for people: a static site out of the tables, to be opened from the disk.

The room touches tables only; what it shows is what is in them.
"""
