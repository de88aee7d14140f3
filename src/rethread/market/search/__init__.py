"""Search: finds live listings by words and filters. It owns no listing; the catalogue does."""
