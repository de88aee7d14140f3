"""Attribution, analysis of experiments and the roadmap of what to measure next."""
