"""The JSON door: an OData v4 service at /api/v2.0/, declared once and answered from one place."""
