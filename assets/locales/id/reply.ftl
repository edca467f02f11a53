thread-reply-as = Tampil sebagai { $name }.
thread-reply-unnamed = Tampilkan saya sebagai Warga, tanpa nama
thread-reply-hint-confidential = Terbaca oleh unit, koordinator, dan moderator; tidak oleh umum. Data pribadi dalam tulisan disamarkan.
edit-about-confidential = Anda dapat mengubahnya sampai { $until }. Versi sebelumnya tetap dapat dibaca unit, koordinator, dan moderator. Sesudah itu, tambahkan tanggapan.
error-no-thread-title = Utas ini tidak terbuka untuk umum
error-no-thread-text = Alamatnya mungkin salah tulis, atau utasnya rahasia atau masih diperiksa. Bila Anda penulisnya, bukalah dengan kode pelacakan Anda.
