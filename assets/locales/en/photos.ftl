photo-add = Add photos (four at most)
photo-hint = JPEG, PNG or WebP, up to 8 MB each. Place, time and camera that are stored in a photo are removed. The description is read to those who cannot see the picture.
photo-care = Don’t show faces, number plates or documents: we mask numbers in texts, but cannot mask pictures.
photo-n = Photo { $n }
photo-alt = What is to be seen?
photo-more = More photos
photo-drop = Remove this photo
photo-undescribed = Photo { $n } of { $all }, without a description
photo-yours = { $n ->
    [one] Your photo
   *[other] Your { $n } photos
}
photo-hidden = A moderator has hidden this photo.
photo-look = Look at the photo
moderate-photo = This photo
decision-hide-photo = Hide the photo
decision-restore-photo = Show the photo again
log-hide-photo = A photo was hidden
log-restore-photo = A photo is shown again
flash-photo = The decision on the photo is noted.
field-alt = What is to be seen in the photo
field-photo1 = Photo 1
field-photo2 = Photo 2
field-photo3 = Photo 3
field-photo4 = Photo 4
fault-photo-kind = “{ $name }” is no JPEG, PNG or WebP photo. Choose another file.
fault-photo-heic = “{ $name }” is HEIC, which we cannot read yet. Save it as JPEG first, or take a screenshot of it.
fault-photo-big = “{ $name }” has too many pixels. Make it smaller first, or take a screenshot of it.
fault-photo-broken = “{ $name }” is damaged and cannot be read. Choose another file.
fault-photo-long = “{ $name }” is larger than 8 MB. Make it smaller first, or take a screenshot of it.
fault-photo-many = “{ $name }” cannot be taken yet: too many photos from your network. Try again in an hour, or send without photos.
fault-photo-count = Four photos at most.
mail-purpose-photo = Decision on a photo
mail-photo-hidden-subject = A photo in thread { $number } was hidden
mail-photo-hidden-text = A moderator has hidden a photo of yours in the thread “{ $title }”. The text stays.
mail-photo-restored-subject = A photo in thread { $number } is shown again
mail-photo-restored-text = A moderator has restored your photo in the thread “{ $title }”.
