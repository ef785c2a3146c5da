"""办理材料: which papers a business needs, ticked off one by one, with a hard stop for what is wrong with one."""
