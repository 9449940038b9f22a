"""⑦ 大屏: one dark screen of 1920 × 1080 for everybody in the hall; nothing on it is about a person."""
