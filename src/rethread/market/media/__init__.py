"""Media: photographs, from an upload to the renderings a page shows; knows no listing."""
