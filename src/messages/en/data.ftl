# Open data.
data-licence = `{ $licence }` is no identifier of a licence
    .hint = write the licence's short name by the SPDX list: { $example }
