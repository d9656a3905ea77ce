-- One row per cell of Biểu 06 that units report: its place in the form and what a finding calls it.
select
    cell,
    cell_no,
    cell_name
from (
    values
    ('total', 3, 'tiếp nhận'),
    ('received_online', 4, 'tiếp nhận trực tuyến'),
    ('received_direct', 5, 'tiếp nhận trực tiếp, bưu chính'),
    ('carried_over', 6, 'kỳ trước chuyển qua'),
    ('completed', 7, 'đã giải quyết'),
    ('completed_early', 8, 'giải quyết trước hạn'),
    ('completed_on_time', 9, 'giải quyết đúng hạn'),
    ('completed_late', 10, 'giải quyết quá hạn'),
    ('pending', 11, 'đang giải quyết'),
    ('pending_in_time', 12, 'đang giải quyết trong hạn'),
    ('pending_overdue', 13, 'đang giải quyết quá hạn'),
    ('received', 14, 'tiếp nhận trong kỳ'),
    ('late_total', 15, 'tổng số trễ hạn')
) as cells (cell, cell_no, cell_name)
