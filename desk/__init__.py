"""The roof: pages that speak of several apps. It owns no row."""
