"""registry/imports"""
