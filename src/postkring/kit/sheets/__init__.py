"""Tables in files: .csv, .xlsx and .vcf, read and written. They know nothing of contacts."""
