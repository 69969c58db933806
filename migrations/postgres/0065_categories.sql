-- What kind of goods: a tree. A category belongs to the product: a SKU of an SPU has its SPU's, a SKU on its own has its own.

create table catalog.categories (
  id         uuid primary key,
  parent_id  uuid references catalog.categories,
  name       text not null check (length(name) between 1 and 60 and strpos(name, '/') = 0),
  version    integer not null default 1,
  created_at timestamptz not null default now(),
  constraint category_not_in_itself check (parent_id <> id)
);
create unique index category_name_once
  on catalog.categories (coalesce(parent_id, '00000000-0000-0000-0000-000000000000'), lower(name));
create index categories_by_parent on catalog.categories (parent_id);

alter table catalog.spus add category_id uuid references catalog.categories;
alter table catalog.skus add category_id uuid references catalog.categories;
create index spus_by_category on catalog.spus (category_id);
create index skus_by_category on catalog.skus (category_id);

create view catalog.sku_categories as
  select k.id as sku_id, k.code as sku_code, case when k.spu_id is null then k.category_id else p.category_id end as category_id
  from catalog.skus k left join catalog.spus p on p.id = k.spu_id;

-- From the root down to each category.
create view catalog.category_paths as
  with recursive down as (
    select id, array[id] as ids, array[name] as names from catalog.categories where parent_id is null
    union all
    select c.id, d.ids || c.id, d.names || c.name from catalog.categories c join down d on c.parent_id = d.id)
  select id as category_id, ids, names from down;
