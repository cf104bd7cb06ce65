"""Lists of members and residents into the register: sets, never rows one by one."""
