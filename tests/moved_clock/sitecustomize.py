"""Python imports this at its start where PYTHONPATH names this folder: the clock moves before all else."""

import os
import time

if shift := os.environ.get("TEST_CLOCK_SHIFT_SECONDS"):
    import time_machine

    time_machine.travel(time.time() + float(shift)).start()
