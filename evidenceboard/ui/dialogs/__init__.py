"""The few dialogs. Each gets what it needs and knows no panel."""
