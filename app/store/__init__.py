"""The local encrypted database: opened, migrated and spoken to here, and nowhere else."""
