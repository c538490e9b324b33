"""Prints the purchases of CDNOW's customers as facts: the file that the Python package `Lifetimes` brings."""

import importlib.util
import os

folder = os.path.dirname(importlib.util.find_spec("lifetimes").origin)
print("at,customer,discs,amount")
with open(os.path.join(folder, "datasets", "CDNOW_master.txt")) as lines:
    next(lines)
    for line in lines:
        customer, day, discs, amount = line.split()
        print(f"{day[:4]}-{day[4:6]}-{day[6:]}T00:00:00Z,{customer},{discs},{amount}")
