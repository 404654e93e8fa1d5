"""What this computer has (memory, cores, instruction sets, GPU, disk). Standard library only; changes nothing."""
