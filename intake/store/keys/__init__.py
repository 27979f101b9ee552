"""Who may open a store, and with what: the key file, its slots, the printed recovery key, new keys, wrong tries."""
