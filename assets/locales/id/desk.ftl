flash-reply-held = Tanggapan Anda sudah diterima. Moderator memeriksanya dahulu; sampai tampil, hanya Anda dan moderator yang melihatnya.
