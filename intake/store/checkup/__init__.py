"""What the doctor finds of a store, without a passphrase and with one."""
