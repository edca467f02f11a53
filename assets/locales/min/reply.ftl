thread-reply-as = Tampil sabagai { $name }.
thread-reply-unnamed = Tampilan ambo sabagai Warga, indak jo namo
thread-reply-hint-confidential = Nan mambaco unit, koordinator, jo moderator; urang banyak indak. Data pribadi dalam tulisan disamaran.
edit-about-confidential = Awak bisa maubahnyo sampai { $until }. Versi sabalunnyo tatap bisa dibaco dek unit, koordinator, jo moderator. Sasudah tu, tambah balehan.
error-no-thread-title = Utas ko indak untuak umum
error-no-thread-text = Alamaiknyo mungkin salah tulih, atau utasnyo rahasio atau masih dipareso. Kok awak nan manulih, bukak jo kode palacak awak.
