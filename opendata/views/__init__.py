"""One function per address. They read and answer, nothing else."""
