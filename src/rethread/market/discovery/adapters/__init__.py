"""Where discovery meets files and libraries: the folder of models, LightGBM."""
