"""policy/rules"""
