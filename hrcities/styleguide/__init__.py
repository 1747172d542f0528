"""The page /styleguide/: every component in every state, for those who build pages. It stands with DEBUG=1 only."""
