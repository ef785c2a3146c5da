"""Everything on the screen. Shows a desk; decides nothing."""
