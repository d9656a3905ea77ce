-- What kind of body a name names, wherever it stands: its folded words without the place that it is of, so that the
-- same departments of two districts are of one kind ("Phòng Tài chính huyện Đăk Tô": "phong tai chinh huyen").
create or replace macro kind_of_body(name) as
nullif(
    regexp_replace(
        replace(fold_text(name), 'xa hoi', 'xahoi'),
        '^(.+? (huyen|thanh pho|tp|thi xa|xa|phuong|thi tran|tinh))\b.*$', '\1'
    ),
    ''
);
