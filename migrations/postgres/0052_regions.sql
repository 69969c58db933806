-- The administrative divisions of China: province, city, district. Codes are those of GB/T 2260 (six digits). The table is
-- data, kept by staff: new districts appear, others are renamed or merged; the names they had stay as aliases.
--
-- Names and codes: "Administrative-divisions-of-China" by Jiang Yikun and contributors (WTFPL), drawn from the
-- published code tables. Taiwan, Hong Kong and Macao are added at the first level. Old names: written by hand,
-- with the year they ended as precisely as known; 请核对 (check before relying on a year).
--
-- Cities without districts (东莞, 中山, 儋州, 嘉峪关) have none here: an address is complete at their own code.

create schema regions;

create table regions.divisions (
  code        text primary key check (code ~ '^[1-9][0-9]{5}$'),
  level       text not null check (level in ('province', 'city', 'district')),
  parent_code text references regions.divisions,
  name        text not null check (name <> '' and name = btrim(name)),
  -- Only where English is not the pinyin of the name: Inner Mongolia, Shaanxi.
  name_en     text,
  -- Syllables, for search: xi hu qu.
  pinyin      text not null default '',
  -- Stands in the code tree without being a place: 市辖区, 省直辖县级行政区划. Never shown in a path.
  is_grouping boolean not null default false,
  -- First day it is no more, and what its area belongs to since then.
  retired_on  date,
  merged_into text references regions.divisions,
  version     integer not null default 1,
  constraint divisions_parent_level check ((level = 'province') = (parent_code is null)),
  constraint divisions_merge_is_retired check (merged_into is null or (retired_on is not null and merged_into <> code))
);
-- INV-REG-2: under one parent a name means one place.
create unique index divisions_name_once on regions.divisions (parent_code, name) where retired_on is null;
create index divisions_by_parent on regions.divisions (parent_code, code);
create index divisions_merged on regions.divisions (merged_into) where merged_into is not null;

create table regions.aliases (
  id            uuid primary key default uuidv7(),
  division_code text not null references regions.divisions,
  name          text not null check (length(name) >= 2 and name = btrim(name)),
  -- When the name ended, as precisely as known: 2016, 2016-09, 2016-09-14. Null: still in use beside the official one.
  ended         text check (ended ~ '^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$'),
  -- Only a part of the old area came here, so the name alone does not decide.
  is_partial    boolean not null default false,
  source        text not null,
  constraint aliases_name_once unique (division_code, name)
);

-- Processes keep the table in memory; they see here whether theirs is still the current one. A new value is never an
-- old one, so a copy read in a transaction that was rolled back harms nobody.
create table regions.edition (
  only_one boolean primary key default true check (only_one),
  id       uuid not null
);
insert into regions.edition (id) values (gen_random_uuid());

create function regions.new_edition() returns trigger language plpgsql as $$
begin
  update regions.edition set id = gen_random_uuid();
  return null;
end $$;

create trigger divisions_new_edition after insert or update or delete on regions.divisions
  for each statement execute function regions.new_edition();
create trigger aliases_new_edition after insert or update or delete on regions.aliases
  for each statement execute function regions.new_edition();

insert into regions.divisions (code, level, name, pinyin, name_en)
select w[1], 'province', w[2], replace(w[3], '-', ' '), replace(w[4], '_', ' ')
from (select string_to_array(line, ' ') from regexp_split_to_table($$
110000 北京市 bei-jing-shi Beijing
120000 天津市 tian-jin-shi Tianjin
130000 河北省 he-bei-sheng Hebei
140000 山西省 shan-xi-sheng Shanxi
150000 内蒙古自治区 nei-meng-gu-zi-zhi-qu Inner_Mongolia
210000 辽宁省 liao-ning-sheng Liaoning
220000 吉林省 ji-lin-sheng Jilin
230000 黑龙江省 hei-long-jiang-sheng Heilongjiang
310000 上海市 shang-hai-shi Shanghai
320000 江苏省 jiang-su-sheng Jiangsu
330000 浙江省 zhe-jiang-sheng Zhejiang
340000 安徽省 an-hui-sheng Anhui
350000 福建省 fu-jian-sheng Fujian
360000 江西省 jiang-xi-sheng Jiangxi
370000 山东省 shan-dong-sheng Shandong
410000 河南省 he-nan-sheng Henan
420000 湖北省 hu-bei-sheng Hubei
430000 湖南省 hu-nan-sheng Hunan
440000 广东省 guang-dong-sheng Guangdong
450000 广西壮族自治区 guang-xi-zhuang-zu-zi-zhi-qu Guangxi
460000 海南省 hai-nan-sheng Hainan
500000 重庆市 chong-qing-shi Chongqing
510000 四川省 si-chuan-sheng Sichuan
520000 贵州省 gui-zhou-sheng Guizhou
530000 云南省 yun-nan-sheng Yunnan
540000 西藏自治区 xi-zang-zi-zhi-qu Tibet
610000 陕西省 shan-xi-sheng Shaanxi
620000 甘肃省 gan-su-sheng Gansu
630000 青海省 qing-hai-sheng Qinghai
640000 宁夏回族自治区 ning-xia-hui-zu-zi-zhi-qu Ningxia
650000 新疆维吾尔自治区 xin-jiang-wei-wu-er-zi-zhi-qu Xinjiang
710000 台湾省 tai-wan-sheng Taiwan
810000 香港特别行政区 xiang-gang-te-bie-xing-zheng-qu Hong_Kong
820000 澳门特别行政区 ao-men-te-bie-xing-zheng-qu Macao
$$, E'\n') as line where line <> '') as words (w);

-- A line is a city and its districts.
insert into regions.divisions (code, level, parent_code, name, pinyin, is_grouping)
select w[1],
  case when w[1] like '%00' then 'city' else 'district' end,
  case when w[1] like '%00' then left(w[1], 2) || '0000' else left(w[1], 4) || '00' end,
  w[2], replace(w[3], '-', ' '),
  w[1] like '%00' and w[2] in ('市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划')
from (select string_to_array(entry, ' ') from regexp_split_to_table($$
110100 市辖区 shi-xia-qu|110101 东城区 dong-cheng-qu|110102 西城区 xi-cheng-qu|110105 朝阳区 chao-yang-qu|110106 丰台区 feng-tai-qu|110107 石景山区 shi-jing-shan-qu|110108 海淀区 hai-dian-qu|110109 门头沟区 men-tou-gou-qu|110111 房山区 fang-shan-qu|110112 通州区 tong-zhou-qu|110113 顺义区 shun-yi-qu|110114 昌平区 chang-ping-qu|110115 大兴区 da-xing-qu|110116 怀柔区 huai-rou-qu|110117 平谷区 ping-gu-qu|110118 密云区 mi-yun-qu|110119 延庆区 yan-qing-qu
120100 市辖区 shi-xia-qu|120101 和平区 he-ping-qu|120102 河东区 he-dong-qu|120103 河西区 he-xi-qu|120104 南开区 nan-kai-qu|120105 河北区 he-bei-qu|120106 红桥区 hong-qiao-qu|120110 东丽区 dong-li-qu|120111 西青区 xi-qing-qu|120112 津南区 jin-nan-qu|120113 北辰区 bei-chen-qu|120114 武清区 wu-qing-qu|120115 宝坻区 bao-di-qu|120116 滨海新区 bin-hai-xin-qu|120117 宁河区 ning-he-qu|120118 静海区 jing-hai-qu|120119 蓟州区 ji-zhou-qu
130100 石家庄市 shi-jia-zhuang-shi|130102 长安区 chang-an-qu|130104 桥西区 qiao-xi-qu|130105 新华区 xin-hua-qu|130107 井陉矿区 jing-xing-kuang-qu|130108 裕华区 yu-hua-qu|130109 藁城区 gao-cheng-qu|130110 鹿泉区 lu-quan-qu|130111 栾城区 luan-cheng-qu|130121 井陉县 jing-xing-xian|130123 正定县 zheng-ding-xian|130125 行唐县 xing-tang-xian|130126 灵寿县 ling-shou-xian|130127 高邑县 gao-yi-xian|130128 深泽县 shen-ze-xian|130129 赞皇县 zan-huang-xian|130130 无极县 wu-ji-xian|130131 平山县 ping-shan-xian|130132 元氏县 yuan-shi-xian|130133 赵县 zhao-xian|130171 石家庄高新技术产业开发区 shi-jia-zhuang-gao-xin-ji-shu-chan-ye-kai-fa-qu|130172 石家庄循环化工园区 shi-jia-zhuang-xun-huan-hua-gong-yuan-qu|130181 辛集市 xin-ji-shi|130183 晋州市 jin-zhou-shi|130184 新乐市 xin-le-shi
130200 唐山市 tang-shan-shi|130202 路南区 lu-nan-qu|130203 路北区 lu-bei-qu|130204 古冶区 gu-ye-qu|130205 开平区 kai-ping-qu|130207 丰南区 feng-nan-qu|130208 丰润区 feng-run-qu|130209 曹妃甸区 cao-fei-dian-qu|130224 滦南县 luan-nan-xian|130225 乐亭县 lao-ting-xian|130227 迁西县 qian-xi-xian|130229 玉田县 yu-tian-xian|130271 河北唐山芦台经济开发区 he-bei-tang-shan-lu-tai-jing-ji-kai-fa-qu|130272 唐山市汉沽管理区 tang-shan-shi-han-gu-guan-li-qu|130273 唐山高新技术产业开发区 tang-shan-gao-xin-ji-shu-chan-ye-kai-fa-qu|130274 河北唐山海港经济开发区 he-bei-tang-shan-hai-gang-jing-ji-kai-fa-qu|130281 遵化市 zun-hua-shi|130283 迁安市 qian-an-shi|130284 滦州市 luan-zhou-shi
130300 秦皇岛市 qin-huang-dao-shi|130302 海港区 hai-gang-qu|130303 山海关区 shan-hai-guan-qu|130304 北戴河区 bei-dai-he-qu|130306 抚宁区 fu-ning-qu|130321 青龙满族自治县 qing-long-man-zu-zi-zhi-xian|130322 昌黎县 chang-li-xian|130324 卢龙县 lu-long-xian|130371 秦皇岛市经济技术开发区 qin-huang-dao-shi-jing-ji-ji-shu-kai-fa-qu|130372 北戴河新区 bei-dai-he-xin-qu
130400 邯郸市 han-dan-shi|130402 邯山区 han-shan-qu|130403 丛台区 cong-tai-qu|130404 复兴区 fu-xing-qu|130406 峰峰矿区 feng-feng-kuang-qu|130407 肥乡区 fei-xiang-qu|130408 永年区 yong-nian-qu|130423 临漳县 lin-zhang-xian|130424 成安县 cheng-an-xian|130425 大名县 da-ming-xian|130426 涉县 she-xian|130427 磁县 ci-xian|130430 邱县 qiu-xian|130431 鸡泽县 ji-ze-xian|130432 广平县 guang-ping-xian|130433 馆陶县 guan-tao-xian|130434 魏县 wei-xian|130435 曲周县 qu-zhou-xian|130471 邯郸经济技术开发区 han-dan-jing-ji-ji-shu-kai-fa-qu|130473 邯郸冀南新区 han-dan-ji-nan-xin-qu|130481 武安市 wu-an-shi
130500 邢台市 xing-tai-shi|130502 襄都区 xiang-du-qu|130503 信都区 xin-du-qu|130505 任泽区 ren-ze-qu|130506 南和区 nan-he-qu|130522 临城县 lin-cheng-xian|130523 内丘县 nei-qiu-xian|130524 柏乡县 bai-xiang-xian|130525 隆尧县 long-yao-xian|130528 宁晋县 ning-jin-xian|130529 巨鹿县 ju-lu-xian|130530 新河县 xin-he-xian|130531 广宗县 guang-zong-xian|130532 平乡县 ping-xiang-xian|130533 威县 wei-xian|130534 清河县 qing-he-xian|130535 临西县 lin-xi-xian|130571 河北邢台经济开发区 he-bei-xing-tai-jing-ji-kai-fa-qu|130581 南宫市 nan-gong-shi|130582 沙河市 sha-he-shi
130600 保定市 bao-ding-shi|130602 竞秀区 jing-xiu-qu|130606 莲池区 lian-chi-qu|130607 满城区 man-cheng-qu|130608 清苑区 qing-yuan-qu|130609 徐水区 xu-shui-qu|130623 涞水县 lai-shui-xian|130624 阜平县 fu-ping-xian|130626 定兴县 ding-xing-xian|130627 唐县 tang-xian|130628 高阳县 gao-yang-xian|130629 容城县 rong-cheng-xian|130630 涞源县 lai-yuan-xian|130631 望都县 wang-du-xian|130632 安新县 an-xin-xian|130633 易县 yi-xian|130634 曲阳县 qu-yang-xian|130635 蠡县 li-xian|130636 顺平县 shun-ping-xian|130637 博野县 bo-ye-xian|130638 雄县 xiong-xian|130671 保定高新技术产业开发区 bao-ding-gao-xin-ji-shu-chan-ye-kai-fa-qu|130672 保定白沟新城 bao-ding-bai-gou-xin-cheng|130681 涿州市 zhuo-zhou-shi|130682 定州市 ding-zhou-shi|130683 安国市 an-guo-shi|130684 高碑店市 gao-bei-dian-shi
130700 张家口市 zhang-jia-kou-shi|130702 桥东区 qiao-dong-qu|130703 桥西区 qiao-xi-qu|130705 宣化区 xuan-hua-qu|130706 下花园区 xia-hua-yuan-qu|130708 万全区 wan-quan-qu|130709 崇礼区 chong-li-qu|130722 张北县 zhang-bei-xian|130723 康保县 kang-bao-xian|130724 沽源县 gu-yuan-xian|130725 尚义县 shang-yi-xian|130726 蔚县 yu-xian|130727 阳原县 yang-yuan-xian|130728 怀安县 huai-an-xian|130730 怀来县 huai-lai-xian|130731 涿鹿县 zhuo-lu-xian|130732 赤城县 chi-cheng-xian|130771 张家口经济开发区 zhang-jia-kou-jing-ji-kai-fa-qu|130772 张家口市察北管理区 zhang-jia-kou-shi-cha-bei-guan-li-qu|130773 张家口市塞北管理区 zhang-jia-kou-shi-sai-bei-guan-li-qu
130800 承德市 cheng-de-shi|130802 双桥区 shuang-qiao-qu|130803 双滦区 shuang-luan-qu|130804 鹰手营子矿区 ying-shou-ying-zi-kuang-qu|130821 承德县 cheng-de-xian|130822 兴隆县 xing-long-xian|130824 滦平县 luan-ping-xian|130825 隆化县 long-hua-xian|130826 丰宁满族自治县 feng-ning-man-zu-zi-zhi-xian|130827 宽城满族自治县 kuan-cheng-man-zu-zi-zhi-xian|130828 围场满族蒙古族自治县 wei-chang-man-zu-meng-gu-zu-zi-zhi-xian|130871 承德高新技术产业开发区 cheng-de-gao-xin-ji-shu-chan-ye-kai-fa-qu|130881 平泉市 ping-quan-shi
130900 沧州市 cang-zhou-shi|130902 新华区 xin-hua-qu|130903 运河区 yun-he-qu|130921 沧县 cang-xian|130922 青县 qing-xian|130923 东光县 dong-guang-xian|130924 海兴县 hai-xing-xian|130925 盐山县 yan-shan-xian|130926 肃宁县 su-ning-xian|130927 南皮县 nan-pi-xian|130928 吴桥县 wu-qiao-xian|130929 献县 xian-xian|130930 孟村回族自治县 meng-cun-hui-zu-zi-zhi-xian|130971 河北沧州经济开发区 he-bei-cang-zhou-jing-ji-kai-fa-qu|130972 沧州高新技术产业开发区 cang-zhou-gao-xin-ji-shu-chan-ye-kai-fa-qu|130973 沧州渤海新区 cang-zhou-bo-hai-xin-qu|130981 泊头市 bo-tou-shi|130982 任丘市 ren-qiu-shi|130983 黄骅市 huang-hua-shi|130984 河间市 he-jian-shi
131000 廊坊市 lang-fang-shi|131002 安次区 an-ci-qu|131003 广阳区 guang-yang-qu|131022 固安县 gu-an-xian|131023 永清县 yong-qing-xian|131024 香河县 xiang-he-xian|131025 大城县 dai-cheng-xian|131026 文安县 wen-an-xian|131028 大厂回族自治县 da-chang-hui-zu-zi-zhi-xian|131071 廊坊经济技术开发区 lang-fang-jing-ji-ji-shu-kai-fa-qu|131081 霸州市 ba-zhou-shi|131082 三河市 san-he-shi
131100 衡水市 heng-shui-shi|131102 桃城区 tao-cheng-qu|131103 冀州区 ji-zhou-qu|131121 枣强县 zao-qiang-xian|131122 武邑县 wu-yi-xian|131123 武强县 wu-qiang-xian|131124 饶阳县 rao-yang-xian|131125 安平县 an-ping-xian|131126 故城县 gu-cheng-xian|131127 景县 jing-xian|131128 阜城县 fu-cheng-xian|131171 河北衡水高新技术产业开发区 he-bei-heng-shui-gao-xin-ji-shu-chan-ye-kai-fa-qu|131172 衡水滨湖新区 heng-shui-bin-hu-xin-qu|131182 深州市 shen-zhou-shi
140100 太原市 tai-yuan-shi|140105 小店区 xiao-dian-qu|140106 迎泽区 ying-ze-qu|140107 杏花岭区 xing-hua-ling-qu|140108 尖草坪区 jian-cao-ping-qu|140109 万柏林区 wan-bo-lin-qu|140110 晋源区 jin-yuan-qu|140121 清徐县 qing-xu-xian|140122 阳曲县 yang-qu-xian|140123 娄烦县 lou-fan-xian|140171 山西转型综合改革示范区 shan-xi-zhuan-xing-zong-he-gai-ge-shi-fan-qu|140181 古交市 gu-jiao-shi
140200 大同市 da-tong-shi|140212 新荣区 xin-rong-qu|140213 平城区 ping-cheng-qu|140214 云冈区 yun-gang-qu|140215 云州区 yun-zhou-qu|140221 阳高县 yang-gao-xian|140222 天镇县 tian-zhen-xian|140223 广灵县 guang-ling-xian|140224 灵丘县 ling-qiu-xian|140225 浑源县 hun-yuan-xian|140226 左云县 zuo-yun-xian|140271 山西大同经济开发区 shan-xi-da-tong-jing-ji-kai-fa-qu
140300 阳泉市 yang-quan-shi|140302 城区 cheng-qu|140303 矿区 kuang-qu|140311 郊区 jiao-qu|140321 平定县 ping-ding-xian|140322 盂县 yu-xian
140400 长治市 chang-zhi-shi|140403 潞州区 lu-zhou-qu|140404 上党区 shang-dang-qu|140405 屯留区 tun-liu-qu|140406 潞城区 lu-cheng-qu|140423 襄垣县 xiang-yuan-xian|140425 平顺县 ping-shun-xian|140426 黎城县 li-cheng-xian|140427 壶关县 hu-guan-xian|140428 长子县 zhang-zi-xian|140429 武乡县 wu-xiang-xian|140430 沁县 qin-xian|140431 沁源县 qin-yuan-xian
140500 晋城市 jin-cheng-shi|140502 城区 cheng-qu|140521 沁水县 qin-shui-xian|140522 阳城县 yang-cheng-xian|140524 陵川县 ling-chuan-xian|140525 泽州县 ze-zhou-xian|140581 高平市 gao-ping-shi
140600 朔州市 shuo-zhou-shi|140602 朔城区 shuo-cheng-qu|140603 平鲁区 ping-lu-qu|140621 山阴县 shan-yin-xian|140622 应县 ying-xian|140623 右玉县 you-yu-xian|140671 山西朔州经济开发区 shan-xi-shuo-zhou-jing-ji-kai-fa-qu|140681 怀仁市 huai-ren-shi
140700 晋中市 jin-zhong-shi|140702 榆次区 yu-ci-qu|140703 太谷区 tai-gu-qu|140721 榆社县 yu-she-xian|140722 左权县 zuo-quan-xian|140723 和顺县 he-shun-xian|140724 昔阳县 xi-yang-xian|140725 寿阳县 shou-yang-xian|140727 祁县 qi-xian|140728 平遥县 ping-yao-xian|140729 灵石县 ling-shi-xian|140781 介休市 jie-xiu-shi
140800 运城市 yun-cheng-shi|140802 盐湖区 yan-hu-qu|140821 临猗县 lin-yi-xian|140822 万荣县 wan-rong-xian|140823 闻喜县 wen-xi-xian|140824 稷山县 ji-shan-xian|140825 新绛县 xin-jiang-xian|140826 绛县 jiang-xian|140827 垣曲县 yuan-qu-xian|140828 夏县 xia-xian|140829 平陆县 ping-lu-xian|140830 芮城县 rui-cheng-xian|140881 永济市 yong-ji-shi|140882 河津市 he-jin-shi
140900 忻州市 xin-zhou-shi|140902 忻府区 xin-fu-qu|140921 定襄县 ding-xiang-xian|140922 五台县 wu-tai-xian|140923 代县 dai-xian|140924 繁峙县 fan-shi-xian|140925 宁武县 ning-wu-xian|140926 静乐县 jing-le-xian|140927 神池县 shen-chi-xian|140928 五寨县 wu-zhai-xian|140929 岢岚县 ke-lan-xian|140930 河曲县 he-qu-xian|140931 保德县 bao-de-xian|140932 偏关县 pian-guan-xian|140971 五台山风景名胜区 wu-tai-shan-feng-jing-ming-sheng-qu|140981 原平市 yuan-ping-shi
141000 临汾市 lin-fen-shi|141002 尧都区 yao-du-qu|141021 曲沃县 qu-wo-xian|141022 翼城县 yi-cheng-xian|141023 襄汾县 xiang-fen-xian|141024 洪洞县 hong-tong-xian|141025 古县 gu-xian|141026 安泽县 an-ze-xian|141027 浮山县 fu-shan-xian|141028 吉县 ji-xian|141029 乡宁县 xiang-ning-xian|141030 大宁县 da-ning-xian|141031 隰县 xi-xian|141032 永和县 yong-he-xian|141033 蒲县 pu-xian|141034 汾西县 fen-xi-xian|141081 侯马市 hou-ma-shi|141082 霍州市 huo-zhou-shi
141100 吕梁市 lv-liang-shi|141102 离石区 li-shi-qu|141121 文水县 wen-shui-xian|141122 交城县 jiao-cheng-xian|141123 兴县 xing-xian|141124 临县 lin-xian|141125 柳林县 liu-lin-xian|141126 石楼县 shi-lou-xian|141127 岚县 lan-xian|141128 方山县 fang-shan-xian|141129 中阳县 zhong-yang-xian|141130 交口县 jiao-kou-xian|141181 孝义市 xiao-yi-shi|141182 汾阳市 fen-yang-shi
150100 呼和浩特市 hu-he-hao-te-shi|150102 新城区 xin-cheng-qu|150103 回民区 hui-min-qu|150104 玉泉区 yu-quan-qu|150105 赛罕区 sai-han-qu|150121 土默特左旗 tu-mo-te-zuo-qi|150122 托克托县 tuo-ke-tuo-xian|150123 和林格尔县 he-lin-ge-er-xian|150124 清水河县 qing-shui-he-xian|150125 武川县 wu-chuan-xian|150172 呼和浩特经济技术开发区 hu-he-hao-te-jing-ji-ji-shu-kai-fa-qu
150200 包头市 bao-tou-shi|150202 东河区 dong-he-qu|150203 昆都仑区 kun-du-lun-qu|150204 青山区 qing-shan-qu|150205 石拐区 shi-guai-qu|150206 白云鄂博矿区 bai-yun-e-bo-kuang-qu|150207 九原区 jiu-yuan-qu|150221 土默特右旗 tu-mo-te-you-qi|150222 固阳县 gu-yang-xian|150223 达尔罕茂明安联合旗 da-er-han-mao-ming-an-lian-he-qi|150271 包头稀土高新技术产业开发区 bao-tou-xi-tu-gao-xin-ji-shu-chan-ye-kai-fa-qu
150300 乌海市 wu-hai-shi|150302 海勃湾区 hai-bo-wan-qu|150303 海南区 hai-nan-qu|150304 乌达区 wu-da-qu
150400 赤峰市 chi-feng-shi|150402 红山区 hong-shan-qu|150403 元宝山区 yuan-bao-shan-qu|150404 松山区 song-shan-qu|150421 阿鲁科尔沁旗 a-lu-ke-er-qin-qi|150422 巴林左旗 ba-lin-zuo-qi|150423 巴林右旗 ba-lin-you-qi|150424 林西县 lin-xi-xian|150425 克什克腾旗 ke-shi-ke-teng-qi|150426 翁牛特旗 weng-niu-te-qi|150428 喀喇沁旗 ka-la-qin-qi|150429 宁城县 ning-cheng-xian|150430 敖汉旗 ao-han-qi
150500 通辽市 tong-liao-shi|150502 科尔沁区 ke-er-qin-qu|150521 科尔沁左翼中旗 ke-er-qin-zuo-yi-zhong-qi|150522 科尔沁左翼后旗 ke-er-qin-zuo-yi-hou-qi|150523 开鲁县 kai-lu-xian|150524 库伦旗 ku-lun-qi|150525 奈曼旗 nai-man-qi|150526 扎鲁特旗 zha-lu-te-qi|150571 通辽经济技术开发区 tong-liao-jing-ji-ji-shu-kai-fa-qu|150581 霍林郭勒市 huo-lin-guo-le-shi
150600 鄂尔多斯市 e-er-duo-si-shi|150602 东胜区 dong-sheng-qu|150603 康巴什区 kang-ba-shi-qu|150621 达拉特旗 da-la-te-qi|150622 准格尔旗 zhun-ge-er-qi|150623 鄂托克前旗 e-tuo-ke-qian-qi|150624 鄂托克旗 e-tuo-ke-qi|150625 杭锦旗 hang-jin-qi|150626 乌审旗 wu-shen-qi|150627 伊金霍洛旗 yi-jin-huo-luo-qi
150700 呼伦贝尔市 hu-lun-bei-er-shi|150702 海拉尔区 hai-la-er-qu|150703 扎赉诺尔区 zha-lai-nuo-er-qu|150721 阿荣旗 a-rong-qi|150722 莫力达瓦达斡尔族自治旗 mo-li-da-wa-da-wo-er-zu-zi-zhi-qi|150723 鄂伦春自治旗 e-lun-chun-zi-zhi-qi|150724 鄂温克族自治旗 e-wen-ke-zu-zi-zhi-qi|150725 陈巴尔虎旗 chen-ba-er-hu-qi|150726 新巴尔虎左旗 xin-ba-er-hu-zuo-qi|150727 新巴尔虎右旗 xin-ba-er-hu-you-qi|150781 满洲里市 man-zhou-li-shi|150782 牙克石市 ya-ke-shi-shi|150783 扎兰屯市 zha-lan-tun-shi|150784 额尔古纳市 e-er-gu-na-shi|150785 根河市 gen-he-shi
150800 巴彦淖尔市 ba-yan-nao-er-shi|150802 临河区 lin-he-qu|150821 五原县 wu-yuan-xian|150822 磴口县 deng-kou-xian|150823 乌拉特前旗 wu-la-te-qian-qi|150824 乌拉特中旗 wu-la-te-zhong-qi|150825 乌拉特后旗 wu-la-te-hou-qi|150826 杭锦后旗 hang-jin-hou-qi
150900 乌兰察布市 wu-lan-cha-bu-shi|150902 集宁区 ji-ning-qu|150921 卓资县 zhuo-zi-xian|150922 化德县 hua-de-xian|150923 商都县 shang-du-xian|150924 兴和县 xing-he-xian|150925 凉城县 liang-cheng-xian|150926 察哈尔右翼前旗 cha-ha-er-you-yi-qian-qi|150927 察哈尔右翼中旗 cha-ha-er-you-yi-zhong-qi|150928 察哈尔右翼后旗 cha-ha-er-you-yi-hou-qi|150929 四子王旗 si-zi-wang-qi|150981 丰镇市 feng-zhen-shi
152200 兴安盟 xing-an-meng|152201 乌兰浩特市 wu-lan-hao-te-shi|152202 阿尔山市 a-er-shan-shi|152221 科尔沁右翼前旗 ke-er-qin-you-yi-qian-qi|152222 科尔沁右翼中旗 ke-er-qin-you-yi-zhong-qi|152223 扎赉特旗 zha-lai-te-qi|152224 突泉县 tu-quan-xian
152500 锡林郭勒盟 xi-lin-guo-le-meng|152501 二连浩特市 er-lian-hao-te-shi|152502 锡林浩特市 xi-lin-hao-te-shi|152522 阿巴嘎旗 a-ba-ga-qi|152523 苏尼特左旗 su-ni-te-zuo-qi|152524 苏尼特右旗 su-ni-te-you-qi|152525 东乌珠穆沁旗 dong-wu-zhu-mu-qin-qi|152526 西乌珠穆沁旗 xi-wu-zhu-mu-qin-qi|152527 太仆寺旗 tai-pu-si-qi|152528 镶黄旗 xiang-huang-qi|152529 正镶白旗 zheng-xiang-bai-qi|152530 正蓝旗 zheng-lan-qi|152531 多伦县 duo-lun-xian|152571 乌拉盖管理区管委会 wu-la-gai-guan-li-qu-guan-wei-hui
152900 阿拉善盟 a-la-shan-meng|152921 阿拉善左旗 a-la-shan-zuo-qi|152922 阿拉善右旗 a-la-shan-you-qi|152923 额济纳旗 e-ji-na-qi|152971 内蒙古阿拉善高新技术产业开发区 nei-meng-gu-a-la-shan-gao-xin-ji-shu-chan-ye-kai-fa-qu
210100 沈阳市 shen-yang-shi|210102 和平区 he-ping-qu|210103 沈河区 shen-he-qu|210104 大东区 da-dong-qu|210105 皇姑区 huang-gu-qu|210106 铁西区 tie-xi-qu|210111 苏家屯区 su-jia-tun-qu|210112 浑南区 hun-nan-qu|210113 沈北新区 shen-bei-xin-qu|210114 于洪区 yu-hong-qu|210115 辽中区 liao-zhong-qu|210123 康平县 kang-ping-xian|210124 法库县 fa-ku-xian|210181 新民市 xin-min-shi
210200 大连市 da-lian-shi|210202 中山区 zhong-shan-qu|210203 西岗区 xi-gang-qu|210204 沙河口区 sha-he-kou-qu|210211 甘井子区 gan-jing-zi-qu|210212 旅顺口区 lv-shun-kou-qu|210213 金州区 jin-zhou-qu|210214 普兰店区 pu-lan-dian-qu|210224 长海县 chang-hai-xian|210281 瓦房店市 wa-fang-dian-shi|210283 庄河市 zhuang-he-shi
210300 鞍山市 an-shan-shi|210302 铁东区 tie-dong-qu|210303 铁西区 tie-xi-qu|210304 立山区 li-shan-qu|210311 千山区 qian-shan-qu|210321 台安县 tai-an-xian|210323 岫岩满族自治县 xiu-yan-man-zu-zi-zhi-xian|210381 海城市 hai-cheng-shi
210400 抚顺市 fu-shun-shi|210402 新抚区 xin-fu-qu|210403 东洲区 dong-zhou-qu|210404 望花区 wang-hua-qu|210411 顺城区 shun-cheng-qu|210421 抚顺县 fu-shun-xian|210422 新宾满族自治县 xin-bin-man-zu-zi-zhi-xian|210423 清原满族自治县 qing-yuan-man-zu-zi-zhi-xian
210500 本溪市 ben-xi-shi|210502 平山区 ping-shan-qu|210503 溪湖区 xi-hu-qu|210504 明山区 ming-shan-qu|210505 南芬区 nan-fen-qu|210521 本溪满族自治县 ben-xi-man-zu-zi-zhi-xian|210522 桓仁满族自治县 huan-ren-man-zu-zi-zhi-xian
210600 丹东市 dan-dong-shi|210602 元宝区 yuan-bao-qu|210603 振兴区 zhen-xing-qu|210604 振安区 zhen-an-qu|210624 宽甸满族自治县 kuan-dian-man-zu-zi-zhi-xian|210681 东港市 dong-gang-shi|210682 凤城市 feng-cheng-shi
210700 锦州市 jin-zhou-shi|210702 古塔区 gu-ta-qu|210703 凌河区 ling-he-qu|210711 太和区 tai-he-qu|210726 黑山县 hei-shan-xian|210727 义县 yi-xian|210781 凌海市 ling-hai-shi|210782 北镇市 bei-zhen-shi
210800 营口市 ying-kou-shi|210802 站前区 zhan-qian-qu|210803 西市区 xi-shi-qu|210804 鲅鱼圈区 ba-yu-quan-qu|210811 老边区 lao-bian-qu|210881 盖州市 gai-zhou-shi|210882 大石桥市 da-shi-qiao-shi
210900 阜新市 fu-xin-shi|210902 海州区 hai-zhou-qu|210903 新邱区 xin-qiu-qu|210904 太平区 tai-ping-qu|210905 清河门区 qing-he-men-qu|210911 细河区 xi-he-qu|210921 阜新蒙古族自治县 fu-xin-meng-gu-zu-zi-zhi-xian|210922 彰武县 zhang-wu-xian
211000 辽阳市 liao-yang-shi|211002 白塔区 bai-ta-qu|211003 文圣区 wen-sheng-qu|211004 宏伟区 hong-wei-qu|211005 弓长岭区 gong-chang-ling-qu|211011 太子河区 tai-zi-he-qu|211021 辽阳县 liao-yang-xian|211081 灯塔市 deng-ta-shi
211100 盘锦市 pan-jin-shi|211102 双台子区 shuang-tai-zi-qu|211103 兴隆台区 xing-long-tai-qu|211104 大洼区 da-wa-qu|211122 盘山县 pan-shan-xian
211200 铁岭市 tie-ling-shi|211202 银州区 yin-zhou-qu|211204 清河区 qing-he-qu|211221 铁岭县 tie-ling-xian|211223 西丰县 xi-feng-xian|211224 昌图县 chang-tu-xian|211281 调兵山市 tiao-bing-shan-shi|211282 开原市 kai-yuan-shi
211300 朝阳市 chao-yang-shi|211302 双塔区 shuang-ta-qu|211303 龙城区 long-cheng-qu|211321 朝阳县 chao-yang-xian|211322 建平县 jian-ping-xian|211324 喀喇沁左翼蒙古族自治县 ka-la-qin-zuo-yi-meng-gu-zu-zi-zhi-xian|211381 北票市 bei-piao-shi|211382 凌源市 ling-yuan-shi
211400 葫芦岛市 hu-lu-dao-shi|211402 连山区 lian-shan-qu|211403 龙港区 long-gang-qu|211404 南票区 nan-piao-qu|211421 绥中县 sui-zhong-xian|211422 建昌县 jian-chang-xian|211481 兴城市 xing-cheng-shi
220100 长春市 chang-chun-shi|220102 南关区 nan-guan-qu|220103 宽城区 kuan-cheng-qu|220104 朝阳区 chao-yang-qu|220105 二道区 er-dao-qu|220106 绿园区 lv-yuan-qu|220112 双阳区 shuang-yang-qu|220113 九台区 jiu-tai-qu|220122 农安县 nong-an-xian|220171 长春经济技术开发区 chang-chun-jing-ji-ji-shu-kai-fa-qu|220172 长春净月高新技术产业开发区 chang-chun-jing-yue-gao-xin-ji-shu-chan-ye-kai-fa-qu|220173 长春高新技术产业开发区 chang-chun-gao-xin-ji-shu-chan-ye-kai-fa-qu|220174 长春汽车经济技术开发区 chang-chun-qi-che-jing-ji-ji-shu-kai-fa-qu|220182 榆树市 yu-shu-shi|220183 德惠市 de-hui-shi|220184 公主岭市 gong-zhu-ling-shi
220200 吉林市 ji-lin-shi|220202 昌邑区 chang-yi-qu|220203 龙潭区 long-tan-qu|220204 船营区 chuan-ying-qu|220211 丰满区 feng-man-qu|220221 永吉县 yong-ji-xian|220271 吉林经济开发区 ji-lin-jing-ji-kai-fa-qu|220272 吉林高新技术产业开发区 ji-lin-gao-xin-ji-shu-chan-ye-kai-fa-qu|220273 吉林中国新加坡食品区 ji-lin-zhong-guo-xin-jia-po-shi-pin-qu|220281 蛟河市 jiao-he-shi|220282 桦甸市 hua-dian-shi|220283 舒兰市 shu-lan-shi|220284 磐石市 pan-shi-shi
220300 四平市 si-ping-shi|220302 铁西区 tie-xi-qu|220303 铁东区 tie-dong-qu|220322 梨树县 li-shu-xian|220323 伊通满族自治县 yi-tong-man-zu-zi-zhi-xian|220382 双辽市 shuang-liao-shi
220400 辽源市 liao-yuan-shi|220402 龙山区 long-shan-qu|220403 西安区 xi-an-qu|220421 东丰县 dong-feng-xian|220422 东辽县 dong-liao-xian
220500 通化市 tong-hua-shi|220502 东昌区 dong-chang-qu|220503 二道江区 er-dao-jiang-qu|220521 通化县 tong-hua-xian|220523 辉南县 hui-nan-xian|220524 柳河县 liu-he-xian|220581 梅河口市 mei-he-kou-shi|220582 集安市 ji-an-shi
220600 白山市 bai-shan-shi|220602 浑江区 hun-jiang-qu|220605 江源区 jiang-yuan-qu|220621 抚松县 fu-song-xian|220622 靖宇县 jing-yu-xian|220623 长白朝鲜族自治县 chang-bai-chao-xian-zu-zi-zhi-xian|220681 临江市 lin-jiang-shi
220700 松原市 song-yuan-shi|220702 宁江区 ning-jiang-qu|220721 前郭尔罗斯蒙古族自治县 qian-guo-er-luo-si-meng-gu-zu-zi-zhi-xian|220722 长岭县 chang-ling-xian|220723 乾安县 qian-an-xian|220771 吉林松原经济开发区 ji-lin-song-yuan-jing-ji-kai-fa-qu|220781 扶余市 fu-yu-shi
220800 白城市 bai-cheng-shi|220802 洮北区 tao-bei-qu|220821 镇赉县 zhen-lai-xian|220822 通榆县 tong-yu-xian|220871 吉林白城经济开发区 ji-lin-bai-cheng-jing-ji-kai-fa-qu|220881 洮南市 tao-nan-shi|220882 大安市 da-an-shi
222400 延边朝鲜族自治州 yan-bian-chao-xian-zu-zi-zhi-zhou|222401 延吉市 yan-ji-shi|222402 图们市 tu-men-shi|222403 敦化市 dun-hua-shi|222404 珲春市 hun-chun-shi|222405 龙井市 long-jing-shi|222406 和龙市 he-long-shi|222424 汪清县 wang-qing-xian|222426 安图县 an-tu-xian
230100 哈尔滨市 ha-er-bin-shi|230102 道里区 dao-li-qu|230103 南岗区 nan-gang-qu|230104 道外区 dao-wai-qu|230108 平房区 ping-fang-qu|230109 松北区 song-bei-qu|230110 香坊区 xiang-fang-qu|230111 呼兰区 hu-lan-qu|230112 阿城区 a-cheng-qu|230113 双城区 shuang-cheng-qu|230123 依兰县 yi-lan-xian|230124 方正县 fang-zheng-xian|230125 宾县 bin-xian|230126 巴彦县 ba-yan-xian|230127 木兰县 mu-lan-xian|230128 通河县 tong-he-xian|230129 延寿县 yan-shou-xian|230183 尚志市 shang-zhi-shi|230184 五常市 wu-chang-shi
230200 齐齐哈尔市 qi-qi-ha-er-shi|230202 龙沙区 long-sha-qu|230203 建华区 jian-hua-qu|230204 铁锋区 tie-feng-qu|230205 昂昂溪区 ang-ang-xi-qu|230206 富拉尔基区 fu-la-er-ji-qu|230207 碾子山区 nian-zi-shan-qu|230208 梅里斯达斡尔族区 mei-li-si-da-wo-er-zu-qu|230221 龙江县 long-jiang-xian|230223 依安县 yi-an-xian|230224 泰来县 tai-lai-xian|230225 甘南县 gan-nan-xian|230227 富裕县 fu-yu-xian|230229 克山县 ke-shan-xian|230230 克东县 ke-dong-xian|230231 拜泉县 bai-quan-xian|230281 讷河市 ne-he-shi
230300 鸡西市 ji-xi-shi|230302 鸡冠区 ji-guan-qu|230303 恒山区 heng-shan-qu|230304 滴道区 di-dao-qu|230305 梨树区 li-shu-qu|230306 城子河区 cheng-zi-he-qu|230307 麻山区 ma-shan-qu|230321 鸡东县 ji-dong-xian|230381 虎林市 hu-lin-shi|230382 密山市 mi-shan-shi
230400 鹤岗市 he-gang-shi|230402 向阳区 xiang-yang-qu|230403 工农区 gong-nong-qu|230404 南山区 nan-shan-qu|230405 兴安区 xing-an-qu|230406 东山区 dong-shan-qu|230407 兴山区 xing-shan-qu|230421 萝北县 luo-bei-xian|230422 绥滨县 sui-bin-xian
230500 双鸭山市 shuang-ya-shan-shi|230502 尖山区 jian-shan-qu|230503 岭东区 ling-dong-qu|230505 四方台区 si-fang-tai-qu|230506 宝山区 bao-shan-qu|230521 集贤县 ji-xian-xian|230522 友谊县 you-yi-xian|230523 宝清县 bao-qing-xian|230524 饶河县 rao-he-xian
230600 大庆市 da-qing-shi|230602 萨尔图区 sa-er-tu-qu|230603 龙凤区 long-feng-qu|230604 让胡路区 rang-hu-lu-qu|230605 红岗区 hong-gang-qu|230606 大同区 da-tong-qu|230621 肇州县 zhao-zhou-xian|230622 肇源县 zhao-yuan-xian|230623 林甸县 lin-dian-xian|230624 杜尔伯特蒙古族自治县 du-er-bo-te-meng-gu-zu-zi-zhi-xian|230671 大庆高新技术产业开发区 da-qing-gao-xin-ji-shu-chan-ye-kai-fa-qu
230700 伊春市 yi-chun-shi|230717 伊美区 yi-mei-qu|230718 乌翠区 wu-cui-qu|230719 友好区 you-hao-qu|230722 嘉荫县 jia-yin-xian|230723 汤旺县 tang-wang-xian|230724 丰林县 feng-lin-xian|230725 大箐山县 da-qing-shan-xian|230726 南岔县 nan-cha-xian|230751 金林区 jin-lin-qu|230781 铁力市 tie-li-shi
230800 佳木斯市 jia-mu-si-shi|230803 向阳区 xiang-yang-qu|230804 前进区 qian-jin-qu|230805 东风区 dong-feng-qu|230811 郊区 jiao-qu|230822 桦南县 hua-nan-xian|230826 桦川县 hua-chuan-xian|230828 汤原县 tang-yuan-xian|230881 同江市 tong-jiang-shi|230882 富锦市 fu-jin-shi|230883 抚远市 fu-yuan-shi
230900 七台河市 qi-tai-he-shi|230902 新兴区 xin-xing-qu|230903 桃山区 tao-shan-qu|230904 茄子河区 qie-zi-he-qu|230921 勃利县 bo-li-xian
231000 牡丹江市 mu-dan-jiang-shi|231002 东安区 dong-an-qu|231003 阳明区 yang-ming-qu|231004 爱民区 ai-min-qu|231005 西安区 xi-an-qu|231025 林口县 lin-kou-xian|231081 绥芬河市 sui-fen-he-shi|231083 海林市 hai-lin-shi|231084 宁安市 ning-an-shi|231085 穆棱市 mu-leng-shi|231086 东宁市 dong-ning-shi
231100 黑河市 hei-he-shi|231102 爱辉区 ai-hui-qu|231123 逊克县 xun-ke-xian|231124 孙吴县 sun-wu-xian|231181 北安市 bei-an-shi|231182 五大连池市 wu-da-lian-chi-shi|231183 嫩江市 nen-jiang-shi
231200 绥化市 sui-hua-shi|231202 北林区 bei-lin-qu|231221 望奎县 wang-kui-xian|231222 兰西县 lan-xi-xian|231223 青冈县 qing-gang-xian|231224 庆安县 qing-an-xian|231225 明水县 ming-shui-xian|231226 绥棱县 sui-leng-xian|231281 安达市 an-da-shi|231282 肇东市 zhao-dong-shi|231283 海伦市 hai-lun-shi
232700 大兴安岭地区 da-xing-an-ling-di-qu|232701 漠河市 mo-he-shi|232721 呼玛县 hu-ma-xian|232722 塔河县 ta-he-xian|232761 加格达奇区 jia-ge-da-qi-qu|232762 松岭区 song-ling-qu|232763 新林区 xin-lin-qu|232764 呼中区 hu-zhong-qu
310100 市辖区 shi-xia-qu|310101 黄浦区 huang-pu-qu|310104 徐汇区 xu-hui-qu|310105 长宁区 chang-ning-qu|310106 静安区 jing-an-qu|310107 普陀区 pu-tuo-qu|310109 虹口区 hong-kou-qu|310110 杨浦区 yang-pu-qu|310112 闵行区 min-hang-qu|310113 宝山区 bao-shan-qu|310114 嘉定区 jia-ding-qu|310115 浦东新区 pu-dong-xin-qu|310116 金山区 jin-shan-qu|310117 松江区 song-jiang-qu|310118 青浦区 qing-pu-qu|310120 奉贤区 feng-xian-qu|310151 崇明区 chong-ming-qu
320100 南京市 nan-jing-shi|320102 玄武区 xuan-wu-qu|320104 秦淮区 qin-huai-qu|320105 建邺区 jian-ye-qu|320106 鼓楼区 gu-lou-qu|320111 浦口区 pu-kou-qu|320113 栖霞区 qi-xia-qu|320114 雨花台区 yu-hua-tai-qu|320115 江宁区 jiang-ning-qu|320116 六合区 lu-he-qu|320117 溧水区 li-shui-qu|320118 高淳区 gao-chun-qu
320200 无锡市 wu-xi-shi|320205 锡山区 xi-shan-qu|320206 惠山区 hui-shan-qu|320211 滨湖区 bin-hu-qu|320213 梁溪区 liang-xi-qu|320214 新吴区 xin-wu-qu|320281 江阴市 jiang-yin-shi|320282 宜兴市 yi-xing-shi
320300 徐州市 xu-zhou-shi|320302 鼓楼区 gu-lou-qu|320303 云龙区 yun-long-qu|320305 贾汪区 jia-wang-qu|320311 泉山区 quan-shan-qu|320312 铜山区 tong-shan-qu|320321 丰县 feng-xian|320322 沛县 pei-xian|320324 睢宁县 sui-ning-xian|320371 徐州经济技术开发区 xu-zhou-jing-ji-ji-shu-kai-fa-qu|320381 新沂市 xin-yi-shi|320382 邳州市 pi-zhou-shi
320400 常州市 chang-zhou-shi|320402 天宁区 tian-ning-qu|320404 钟楼区 zhong-lou-qu|320411 新北区 xin-bei-qu|320412 武进区 wu-jin-qu|320413 金坛区 jin-tan-qu|320481 溧阳市 li-yang-shi
320500 苏州市 su-zhou-shi|320505 虎丘区 hu-qiu-qu|320506 吴中区 wu-zhong-qu|320507 相城区 xiang-cheng-qu|320508 姑苏区 gu-su-qu|320509 吴江区 wu-jiang-qu|320576 苏州工业园区 su-zhou-gong-ye-yuan-qu|320581 常熟市 chang-shu-shi|320582 张家港市 zhang-jia-gang-shi|320583 昆山市 kun-shan-shi|320585 太仓市 tai-cang-shi
320600 南通市 nan-tong-shi|320612 通州区 tong-zhou-qu|320613 崇川区 chong-chuan-qu|320614 海门区 hai-men-qu|320623 如东县 ru-dong-xian|320671 南通经济技术开发区 nan-tong-jing-ji-ji-shu-kai-fa-qu|320681 启东市 qi-dong-shi|320682 如皋市 ru-gao-shi|320685 海安市 hai-an-shi
320700 连云港市 lian-yun-gang-shi|320703 连云区 lian-yun-qu|320706 海州区 hai-zhou-qu|320707 赣榆区 gan-yu-qu|320722 东海县 dong-hai-xian|320723 灌云县 guan-yun-xian|320724 灌南县 guan-nan-xian|320771 连云港经济技术开发区 lian-yun-gang-jing-ji-ji-shu-kai-fa-qu
320800 淮安市 huai-an-shi|320803 淮安区 huai-an-qu|320804 淮阴区 huai-yin-qu|320812 清江浦区 qing-jiang-pu-qu|320813 洪泽区 hong-ze-qu|320826 涟水县 lian-shui-xian|320830 盱眙县 xu-yi-xian|320831 金湖县 jin-hu-xian|320871 淮安经济技术开发区 huai-an-jing-ji-ji-shu-kai-fa-qu
320900 盐城市 yan-cheng-shi|320902 亭湖区 ting-hu-qu|320903 盐都区 yan-du-qu|320904 大丰区 da-feng-qu|320921 响水县 xiang-shui-xian|320922 滨海县 bin-hai-xian|320923 阜宁县 fu-ning-xian|320924 射阳县 she-yang-xian|320925 建湖县 jian-hu-xian|320971 盐城经济技术开发区 yan-cheng-jing-ji-ji-shu-kai-fa-qu|320981 东台市 dong-tai-shi
321000 扬州市 yang-zhou-shi|321002 广陵区 guang-ling-qu|321003 邗江区 han-jiang-qu|321012 江都区 jiang-du-qu|321023 宝应县 bao-ying-xian|321071 扬州经济技术开发区 yang-zhou-jing-ji-ji-shu-kai-fa-qu|321081 仪征市 yi-zheng-shi|321084 高邮市 gao-you-shi
321100 镇江市 zhen-jiang-shi|321102 京口区 jing-kou-qu|321111 润州区 run-zhou-qu|321112 丹徒区 dan-tu-qu|321171 镇江新区 zhen-jiang-xin-qu|321181 丹阳市 dan-yang-shi|321182 扬中市 yang-zhong-shi|321183 句容市 ju-rong-shi
321200 泰州市 tai-zhou-shi|321202 海陵区 hai-ling-qu|321203 高港区 gao-gang-qu|321204 姜堰区 jiang-yan-qu|321281 兴化市 xing-hua-shi|321282 靖江市 jing-jiang-shi|321283 泰兴市 tai-xing-shi
321300 宿迁市 su-qian-shi|321302 宿城区 su-cheng-qu|321311 宿豫区 su-yu-qu|321322 沭阳县 shu-yang-xian|321323 泗阳县 si-yang-xian|321324 泗洪县 si-hong-xian|321371 宿迁经济技术开发区 su-qian-jing-ji-ji-shu-kai-fa-qu
330100 杭州市 hang-zhou-shi|330102 上城区 shang-cheng-qu|330105 拱墅区 gong-shu-qu|330106 西湖区 xi-hu-qu|330108 滨江区 bin-jiang-qu|330109 萧山区 xiao-shan-qu|330110 余杭区 yu-hang-qu|330111 富阳区 fu-yang-qu|330112 临安区 lin-an-qu|330113 临平区 lin-ping-qu|330114 钱塘区 qian-tang-qu|330122 桐庐县 tong-lu-xian|330127 淳安县 chun-an-xian|330182 建德市 jian-de-shi
330200 宁波市 ning-bo-shi|330203 海曙区 hai-shu-qu|330205 江北区 jiang-bei-qu|330206 北仑区 bei-lun-qu|330211 镇海区 zhen-hai-qu|330212 鄞州区 yin-zhou-qu|330213 奉化区 feng-hua-qu|330225 象山县 xiang-shan-xian|330226 宁海县 ning-hai-xian|330281 余姚市 yu-yao-shi|330282 慈溪市 ci-xi-shi
330300 温州市 wen-zhou-shi|330302 鹿城区 lu-cheng-qu|330303 龙湾区 long-wan-qu|330304 瓯海区 ou-hai-qu|330305 洞头区 dong-tou-qu|330324 永嘉县 yong-jia-xian|330326 平阳县 ping-yang-xian|330327 苍南县 cang-nan-xian|330328 文成县 wen-cheng-xian|330329 泰顺县 tai-shun-xian|330381 瑞安市 rui-an-shi|330382 乐清市 yue-qing-shi|330383 龙港市 long-gang-shi
330400 嘉兴市 jia-xing-shi|330402 南湖区 nan-hu-qu|330411 秀洲区 xiu-zhou-qu|330421 嘉善县 jia-shan-xian|330424 海盐县 hai-yan-xian|330481 海宁市 hai-ning-shi|330482 平湖市 ping-hu-shi|330483 桐乡市 tong-xiang-shi
330500 湖州市 hu-zhou-shi|330502 吴兴区 wu-xing-qu|330503 南浔区 nan-xun-qu|330521 德清县 de-qing-xian|330522 长兴县 chang-xing-xian|330523 安吉县 an-ji-xian
330600 绍兴市 shao-xing-shi|330602 越城区 yue-cheng-qu|330603 柯桥区 ke-qiao-qu|330604 上虞区 shang-yu-qu|330624 新昌县 xin-chang-xian|330681 诸暨市 zhu-ji-shi|330683 嵊州市 sheng-zhou-shi
330700 金华市 jin-hua-shi|330702 婺城区 wu-cheng-qu|330703 金东区 jin-dong-qu|330723 武义县 wu-yi-xian|330726 浦江县 pu-jiang-xian|330727 磐安县 pan-an-xian|330781 兰溪市 lan-xi-shi|330782 义乌市 yi-wu-shi|330783 东阳市 dong-yang-shi|330784 永康市 yong-kang-shi
330800 衢州市 qu-zhou-shi|330802 柯城区 ke-cheng-qu|330803 衢江区 qu-jiang-qu|330822 常山县 chang-shan-xian|330824 开化县 kai-hua-xian|330825 龙游县 long-you-xian|330881 江山市 jiang-shan-shi
330900 舟山市 zhou-shan-shi|330902 定海区 ding-hai-qu|330903 普陀区 pu-tuo-qu|330921 岱山县 dai-shan-xian|330922 嵊泗县 sheng-si-xian
331000 台州市 tai-zhou-shi|331002 椒江区 jiao-jiang-qu|331003 黄岩区 huang-yan-qu|331004 路桥区 lu-qiao-qu|331022 三门县 san-men-xian|331023 天台县 tian-tai-xian|331024 仙居县 xian-ju-xian|331081 温岭市 wen-ling-shi|331082 临海市 lin-hai-shi|331083 玉环市 yu-huan-shi
331100 丽水市 li-shui-shi|331102 莲都区 lian-du-qu|331121 青田县 qing-tian-xian|331122 缙云县 jin-yun-xian|331123 遂昌县 sui-chang-xian|331124 松阳县 song-yang-xian|331125 云和县 yun-he-xian|331126 庆元县 qing-yuan-xian|331127 景宁畲族自治县 jing-ning-she-zu-zi-zhi-xian|331181 龙泉市 long-quan-shi
340100 合肥市 he-fei-shi|340102 瑶海区 yao-hai-qu|340103 庐阳区 lu-yang-qu|340104 蜀山区 shu-shan-qu|340111 包河区 bao-he-qu|340121 长丰县 chang-feng-xian|340122 肥东县 fei-dong-xian|340123 肥西县 fei-xi-xian|340124 庐江县 lu-jiang-xian|340176 合肥高新技术产业开发区 he-fei-gao-xin-ji-shu-chan-ye-kai-fa-qu|340177 合肥经济技术开发区 he-fei-jing-ji-ji-shu-kai-fa-qu|340178 合肥新站高新技术产业开发区 he-fei-xin-zhan-gao-xin-ji-shu-chan-ye-kai-fa-qu|340181 巢湖市 chao-hu-shi
340200 芜湖市 wu-hu-shi|340202 镜湖区 jing-hu-qu|340207 鸠江区 jiu-jiang-qu|340209 弋江区 yi-jiang-qu|340210 湾沚区 wan-zhi-qu|340212 繁昌区 fan-chang-qu|340223 南陵县 nan-ling-xian|340271 芜湖经济技术开发区 wu-hu-jing-ji-ji-shu-kai-fa-qu|340272 安徽芜湖三山经济开发区 an-hui-wu-hu-san-shan-jing-ji-kai-fa-qu|340281 无为市 wu-wei-shi
340300 蚌埠市 beng-bu-shi|340302 龙子湖区 long-zi-hu-qu|340303 蚌山区 bang-shan-qu|340304 禹会区 yu-hui-qu|340311 淮上区 huai-shang-qu|340321 怀远县 huai-yuan-xian|340322 五河县 wu-he-xian|340323 固镇县 gu-zhen-xian|340371 蚌埠市高新技术开发区 beng-bu-shi-gao-xin-ji-shu-kai-fa-qu|340372 蚌埠市经济开发区 beng-bu-shi-jing-ji-kai-fa-qu
340400 淮南市 huai-nan-shi|340402 大通区 da-tong-qu|340403 田家庵区 tian-jia-an-qu|340404 谢家集区 xie-jia-ji-qu|340405 八公山区 ba-gong-shan-qu|340406 潘集区 pan-ji-qu|340421 凤台县 feng-tai-xian|340422 寿县 shou-xian
340500 马鞍山市 ma-an-shan-shi|340503 花山区 hua-shan-qu|340504 雨山区 yu-shan-qu|340506 博望区 bo-wang-qu|340521 当涂县 dang-tu-xian|340522 含山县 han-shan-xian|340523 和县 he-xian
340600 淮北市 huai-bei-shi|340602 杜集区 du-ji-qu|340603 相山区 xiang-shan-qu|340604 烈山区 lie-shan-qu|340621 濉溪县 sui-xi-xian
340700 铜陵市 tong-ling-shi|340705 铜官区 tong-guan-qu|340706 义安区 yi-an-qu|340711 郊区 jiao-qu|340722 枞阳县 zong-yang-xian
340800 安庆市 an-qing-shi|340802 迎江区 ying-jiang-qu|340803 大观区 da-guan-qu|340811 宜秀区 yi-xiu-qu|340822 怀宁县 huai-ning-xian|340825 太湖县 tai-hu-xian|340826 宿松县 su-song-xian|340827 望江县 wang-jiang-xian|340828 岳西县 yue-xi-xian|340871 安徽安庆经济开发区 an-hui-an-qing-jing-ji-kai-fa-qu|340881 桐城市 tong-cheng-shi|340882 潜山市 qian-shan-shi
341000 黄山市 huang-shan-shi|341002 屯溪区 tun-xi-qu|341003 黄山区 huang-shan-qu|341004 徽州区 hui-zhou-qu|341021 歙县 she-xian|341022 休宁县 xiu-ning-xian|341023 黟县 yi-xian|341024 祁门县 qi-men-xian
341100 滁州市 chu-zhou-shi|341102 琅琊区 lang-ya-qu|341103 南谯区 nan-qiao-qu|341122 来安县 lai-an-xian|341124 全椒县 quan-jiao-xian|341125 定远县 ding-yuan-xian|341126 凤阳县 feng-yang-xian|341171 中新苏滁高新技术产业开发区 zhong-xin-su-chu-gao-xin-ji-shu-chan-ye-kai-fa-qu|341172 滁州经济技术开发区 chu-zhou-jing-ji-ji-shu-kai-fa-qu|341181 天长市 tian-chang-shi|341182 明光市 ming-guang-shi
341200 阜阳市 fu-yang-shi|341202 颍州区 ying-zhou-qu|341203 颍东区 ying-dong-qu|341204 颍泉区 ying-quan-qu|341221 临泉县 lin-quan-xian|341222 太和县 tai-he-xian|341225 阜南县 fu-nan-xian|341226 颍上县 ying-shang-xian|341271 阜阳合肥现代产业园区 fu-yang-he-fei-xian-dai-chan-ye-yuan-qu|341272 阜阳经济技术开发区 fu-yang-jing-ji-ji-shu-kai-fa-qu|341282 界首市 jie-shou-shi
341300 宿州市 su-zhou-shi|341302 埇桥区 yong-qiao-qu|341321 砀山县 dang-shan-xian|341322 萧县 xiao-xian|341323 灵璧县 ling-bi-xian|341324 泗县 si-xian|341371 宿州马鞍山现代产业园区 su-zhou-ma-an-shan-xian-dai-chan-ye-yuan-qu|341372 宿州经济技术开发区 su-zhou-jing-ji-ji-shu-kai-fa-qu
341500 六安市 lu-an-shi|341502 金安区 jin-an-qu|341503 裕安区 yu-an-qu|341504 叶集区 ye-ji-qu|341522 霍邱县 huo-qiu-xian|341523 舒城县 shu-cheng-xian|341524 金寨县 jin-zhai-xian|341525 霍山县 huo-shan-xian
341600 亳州市 bo-zhou-shi|341602 谯城区 qiao-cheng-qu|341621 涡阳县 guo-yang-xian|341622 蒙城县 meng-cheng-xian|341623 利辛县 li-xin-xian
341700 池州市 chi-zhou-shi|341702 贵池区 gui-chi-qu|341721 东至县 dong-zhi-xian|341722 石台县 shi-tai-xian|341723 青阳县 qing-yang-xian
341800 宣城市 xuan-cheng-shi|341802 宣州区 xuan-zhou-qu|341821 郎溪县 lang-xi-xian|341823 泾县 jing-xian|341824 绩溪县 ji-xi-xian|341825 旌德县 jing-de-xian|341871 宣城市经济开发区 xuan-cheng-shi-jing-ji-kai-fa-qu|341881 宁国市 ning-guo-shi|341882 广德市 guang-de-shi
350100 福州市 fu-zhou-shi|350102 鼓楼区 gu-lou-qu|350103 台江区 tai-jiang-qu|350104 仓山区 cang-shan-qu|350105 马尾区 ma-wei-qu|350111 晋安区 jin-an-qu|350112 长乐区 chang-le-qu|350121 闽侯县 min-hou-xian|350122 连江县 lian-jiang-xian|350123 罗源县 luo-yuan-xian|350124 闽清县 min-qing-xian|350125 永泰县 yong-tai-xian|350128 平潭县 ping-tan-xian|350181 福清市 fu-qing-shi
350200 厦门市 xia-men-shi|350203 思明区 si-ming-qu|350205 海沧区 hai-cang-qu|350206 湖里区 hu-li-qu|350211 集美区 ji-mei-qu|350212 同安区 tong-an-qu|350213 翔安区 xiang-an-qu
350300 莆田市 pu-tian-shi|350302 城厢区 cheng-xiang-qu|350303 涵江区 han-jiang-qu|350304 荔城区 li-cheng-qu|350305 秀屿区 xiu-yu-qu|350322 仙游县 xian-you-xian
350400 三明市 san-ming-shi|350404 三元区 san-yuan-qu|350405 沙县区 sha-xian-qu|350421 明溪县 ming-xi-xian|350423 清流县 qing-liu-xian|350424 宁化县 ning-hua-xian|350425 大田县 da-tian-xian|350426 尤溪县 you-xi-xian|350428 将乐县 jiang-le-xian|350429 泰宁县 tai-ning-xian|350430 建宁县 jian-ning-xian|350481 永安市 yong-an-shi
350500 泉州市 quan-zhou-shi|350502 鲤城区 li-cheng-qu|350503 丰泽区 feng-ze-qu|350504 洛江区 luo-jiang-qu|350505 泉港区 quan-gang-qu|350521 惠安县 hui-an-xian|350524 安溪县 an-xi-xian|350525 永春县 yong-chun-xian|350526 德化县 de-hua-xian|350527 金门县 jin-men-xian|350581 石狮市 shi-shi-shi|350582 晋江市 jin-jiang-shi|350583 南安市 nan-an-shi
350600 漳州市 zhang-zhou-shi|350602 芗城区 xiang-cheng-qu|350603 龙文区 long-wen-qu|350604 龙海区 long-hai-qu|350605 长泰区 chang-tai-qu|350622 云霄县 yun-xiao-xian|350623 漳浦县 zhang-pu-xian|350624 诏安县 zhao-an-xian|350626 东山县 dong-shan-xian|350627 南靖县 nan-jing-xian|350628 平和县 ping-he-xian|350629 华安县 hua-an-xian
350700 南平市 nan-ping-shi|350702 延平区 yan-ping-qu|350703 建阳区 jian-yang-qu|350721 顺昌县 shun-chang-xian|350722 浦城县 pu-cheng-xian|350723 光泽县 guang-ze-xian|350724 松溪县 song-xi-xian|350725 政和县 zheng-he-xian|350781 邵武市 shao-wu-shi|350782 武夷山市 wu-yi-shan-shi|350783 建瓯市 jian-ou-shi
350800 龙岩市 long-yan-shi|350802 新罗区 xin-luo-qu|350803 永定区 yong-ding-qu|350821 长汀县 chang-ting-xian|350823 上杭县 shang-hang-xian|350824 武平县 wu-ping-xian|350825 连城县 lian-cheng-xian|350881 漳平市 zhang-ping-shi
350900 宁德市 ning-de-shi|350902 蕉城区 jiao-cheng-qu|350921 霞浦县 xia-pu-xian|350922 古田县 gu-tian-xian|350923 屏南县 ping-nan-xian|350924 寿宁县 shou-ning-xian|350925 周宁县 zhou-ning-xian|350926 柘荣县 zhe-rong-xian|350981 福安市 fu-an-shi|350982 福鼎市 fu-ding-shi
360100 南昌市 nan-chang-shi|360102 东湖区 dong-hu-qu|360103 西湖区 xi-hu-qu|360104 青云谱区 qing-yun-pu-qu|360111 青山湖区 qing-shan-hu-qu|360112 新建区 xin-jian-qu|360113 红谷滩区 hong-gu-tan-qu|360121 南昌县 nan-chang-xian|360123 安义县 an-yi-xian|360124 进贤县 jin-xian-xian
360200 景德镇市 jing-de-zhen-shi|360202 昌江区 chang-jiang-qu|360203 珠山区 zhu-shan-qu|360222 浮梁县 fu-liang-xian|360281 乐平市 le-ping-shi
360300 萍乡市 ping-xiang-shi|360302 安源区 an-yuan-qu|360313 湘东区 xiang-dong-qu|360321 莲花县 lian-hua-xian|360322 上栗县 shang-li-xian|360323 芦溪县 lu-xi-xian
360400 九江市 jiu-jiang-shi|360402 濂溪区 lian-xi-qu|360403 浔阳区 xun-yang-qu|360404 柴桑区 chai-sang-qu|360423 武宁县 wu-ning-xian|360424 修水县 xiu-shui-xian|360425 永修县 yong-xiu-xian|360426 德安县 de-an-xian|360428 都昌县 du-chang-xian|360429 湖口县 hu-kou-xian|360430 彭泽县 peng-ze-xian|360481 瑞昌市 rui-chang-shi|360482 共青城市 gong-qing-cheng-shi|360483 庐山市 lu-shan-shi
360500 新余市 xin-yu-shi|360502 渝水区 yu-shui-qu|360521 分宜县 fen-yi-xian
360600 鹰潭市 ying-tan-shi|360602 月湖区 yue-hu-qu|360603 余江区 yu-jiang-qu|360681 贵溪市 gui-xi-shi
360700 赣州市 gan-zhou-shi|360702 章贡区 zhang-gong-qu|360703 南康区 nan-kang-qu|360704 赣县区 gan-xian-qu|360722 信丰县 xin-feng-xian|360723 大余县 da-yu-xian|360724 上犹县 shang-you-xian|360725 崇义县 chong-yi-xian|360726 安远县 an-yuan-xian|360728 定南县 ding-nan-xian|360729 全南县 quan-nan-xian|360730 宁都县 ning-du-xian|360731 于都县 yu-du-xian|360732 兴国县 xing-guo-xian|360733 会昌县 hui-chang-xian|360734 寻乌县 xun-wu-xian|360735 石城县 shi-cheng-xian|360781 瑞金市 rui-jin-shi|360783 龙南市 long-nan-shi
360800 吉安市 ji-an-shi|360802 吉州区 ji-zhou-qu|360803 青原区 qing-yuan-qu|360821 吉安县 ji-an-xian|360822 吉水县 ji-shui-xian|360823 峡江县 xia-jiang-xian|360824 新干县 xin-gan-xian|360825 永丰县 yong-feng-xian|360826 泰和县 tai-he-xian|360827 遂川县 sui-chuan-xian|360828 万安县 wan-an-xian|360829 安福县 an-fu-xian|360830 永新县 yong-xin-xian|360881 井冈山市 jing-gang-shan-shi
360900 宜春市 yi-chun-shi|360902 袁州区 yuan-zhou-qu|360921 奉新县 feng-xin-xian|360922 万载县 wan-zai-xian|360923 上高县 shang-gao-xian|360924 宜丰县 yi-feng-xian|360925 靖安县 jing-an-xian|360926 铜鼓县 tong-gu-xian|360981 丰城市 feng-cheng-shi|360982 樟树市 zhang-shu-shi|360983 高安市 gao-an-shi
361000 抚州市 fu-zhou-shi|361002 临川区 lin-chuan-qu|361003 东乡区 dong-xiang-qu|361021 南城县 nan-cheng-xian|361022 黎川县 li-chuan-xian|361023 南丰县 nan-feng-xian|361024 崇仁县 chong-ren-xian|361025 乐安县 le-an-xian|361026 宜黄县 yi-huang-xian|361027 金溪县 jin-xi-xian|361028 资溪县 zi-xi-xian|361030 广昌县 guang-chang-xian
361100 上饶市 shang-rao-shi|361102 信州区 xin-zhou-qu|361103 广丰区 guang-feng-qu|361104 广信区 guang-xin-qu|361123 玉山县 yu-shan-xian|361124 铅山县 yan-shan-xian|361125 横峰县 heng-feng-xian|361126 弋阳县 yi-yang-xian|361127 余干县 yu-gan-xian|361128 鄱阳县 po-yang-xian|361129 万年县 wan-nian-xian|361130 婺源县 wu-yuan-xian|361181 德兴市 de-xing-shi
370100 济南市 ji-nan-shi|370102 历下区 li-xia-qu|370103 市中区 shi-zhong-qu|370104 槐荫区 huai-yin-qu|370105 天桥区 tian-qiao-qu|370112 历城区 li-cheng-qu|370113 长清区 chang-qing-qu|370114 章丘区 zhang-qiu-qu|370115 济阳区 ji-yang-qu|370116 莱芜区 lai-wu-qu|370117 钢城区 gang-cheng-qu|370124 平阴县 ping-yin-xian|370126 商河县 shang-he-xian|370176 济南高新技术产业开发区 ji-nan-gao-xin-ji-shu-chan-ye-kai-fa-qu
370200 青岛市 qing-dao-shi|370202 市南区 shi-nan-qu|370203 市北区 shi-bei-qu|370211 黄岛区 huang-dao-qu|370212 崂山区 lao-shan-qu|370213 李沧区 li-cang-qu|370214 城阳区 cheng-yang-qu|370215 即墨区 ji-mo-qu|370281 胶州市 jiao-zhou-shi|370283 平度市 ping-du-shi|370285 莱西市 lai-xi-shi
370300 淄博市 zi-bo-shi|370302 淄川区 zi-chuan-qu|370303 张店区 zhang-dian-qu|370304 博山区 bo-shan-qu|370305 临淄区 lin-zi-qu|370306 周村区 zhou-cun-qu|370321 桓台县 huan-tai-xian|370322 高青县 gao-qing-xian|370323 沂源县 yi-yuan-xian
370400 枣庄市 zao-zhuang-shi|370402 市中区 shi-zhong-qu|370403 薛城区 xue-cheng-qu|370404 峄城区 yi-cheng-qu|370405 台儿庄区 tai-er-zhuang-qu|370406 山亭区 shan-ting-qu|370481 滕州市 teng-zhou-shi
370500 东营市 dong-ying-shi|370502 东营区 dong-ying-qu|370503 河口区 he-kou-qu|370505 垦利区 ken-li-qu|370522 利津县 li-jin-xian|370523 广饶县 guang-rao-xian|370571 东营经济技术开发区 dong-ying-jing-ji-ji-shu-kai-fa-qu|370572 东营港经济开发区 dong-ying-gang-jing-ji-kai-fa-qu
370600 烟台市 yan-tai-shi|370602 芝罘区 zhi-fu-qu|370611 福山区 fu-shan-qu|370612 牟平区 mu-ping-qu|370613 莱山区 lai-shan-qu|370614 蓬莱区 peng-lai-qu|370671 烟台高新技术产业开发区 yan-tai-gao-xin-ji-shu-chan-ye-kai-fa-qu|370676 烟台经济技术开发区 yan-tai-jing-ji-ji-shu-kai-fa-qu|370681 龙口市 long-kou-shi|370682 莱阳市 lai-yang-shi|370683 莱州市 lai-zhou-shi|370685 招远市 zhao-yuan-shi|370686 栖霞市 qi-xia-shi|370687 海阳市 hai-yang-shi
370700 潍坊市 wei-fang-shi|370702 潍城区 wei-cheng-qu|370703 寒亭区 han-ting-qu|370704 坊子区 fang-zi-qu|370705 奎文区 kui-wen-qu|370724 临朐县 lin-qu-xian|370725 昌乐县 chang-le-xian|370772 潍坊滨海经济技术开发区 wei-fang-bin-hai-jing-ji-ji-shu-kai-fa-qu|370781 青州市 qing-zhou-shi|370782 诸城市 zhu-cheng-shi|370783 寿光市 shou-guang-shi|370784 安丘市 an-qiu-shi|370785 高密市 gao-mi-shi|370786 昌邑市 chang-yi-shi
370800 济宁市 ji-ning-shi|370811 任城区 ren-cheng-qu|370812 兖州区 yan-zhou-qu|370826 微山县 wei-shan-xian|370827 鱼台县 yu-tai-xian|370828 金乡县 jin-xiang-xian|370829 嘉祥县 jia-xiang-xian|370830 汶上县 wen-shang-xian|370831 泗水县 si-shui-xian|370832 梁山县 liang-shan-xian|370871 济宁高新技术产业开发区 ji-ning-gao-xin-ji-shu-chan-ye-kai-fa-qu|370881 曲阜市 qu-fu-shi|370883 邹城市 zou-cheng-shi
370900 泰安市 tai-an-shi|370902 泰山区 tai-shan-qu|370911 岱岳区 dai-yue-qu|370921 宁阳县 ning-yang-xian|370923 东平县 dong-ping-xian|370982 新泰市 xin-tai-shi|370983 肥城市 fei-cheng-shi
371000 威海市 wei-hai-shi|371002 环翠区 huan-cui-qu|371003 文登区 wen-deng-qu|371071 威海火炬高技术产业开发区 wei-hai-huo-ju-gao-ji-shu-chan-ye-kai-fa-qu|371072 威海经济技术开发区 wei-hai-jing-ji-ji-shu-kai-fa-qu|371073 威海临港经济技术开发区 wei-hai-lin-gang-jing-ji-ji-shu-kai-fa-qu|371082 荣成市 rong-cheng-shi|371083 乳山市 ru-shan-shi
371100 日照市 ri-zhao-shi|371102 东港区 dong-gang-qu|371103 岚山区 lan-shan-qu|371121 五莲县 wu-lian-xian|371122 莒县 ju-xian|371171 日照经济技术开发区 ri-zhao-jing-ji-ji-shu-kai-fa-qu
371300 临沂市 lin-yi-shi|371302 兰山区 lan-shan-qu|371311 罗庄区 luo-zhuang-qu|371312 河东区 he-dong-qu|371321 沂南县 yi-nan-xian|371322 郯城县 tan-cheng-xian|371323 沂水县 yi-shui-xian|371324 兰陵县 lan-ling-xian|371325 费县 fei-xian|371326 平邑县 ping-yi-xian|371327 莒南县 ju-nan-xian|371328 蒙阴县 meng-yin-xian|371329 临沭县 lin-shu-xian|371371 临沂高新技术产业开发区 lin-yi-gao-xin-ji-shu-chan-ye-kai-fa-qu
371400 德州市 de-zhou-shi|371402 德城区 de-cheng-qu|371403 陵城区 ling-cheng-qu|371422 宁津县 ning-jin-xian|371423 庆云县 qing-yun-xian|371424 临邑县 lin-yi-xian|371425 齐河县 qi-he-xian|371426 平原县 ping-yuan-xian|371427 夏津县 xia-jin-xian|371428 武城县 wu-cheng-xian|371471 德州天衢新区 de-zhou-tian-qu-xin-qu|371481 乐陵市 lao-ling-shi|371482 禹城市 yu-cheng-shi
371500 聊城市 liao-cheng-shi|371502 东昌府区 dong-chang-fu-qu|371503 茌平区 chi-ping-qu|371521 阳谷县 yang-gu-xian|371522 莘县 shen-xian|371524 东阿县 dong-e-xian|371525 冠县 guan-xian|371526 高唐县 gao-tang-xian|371581 临清市 lin-qing-shi
371600 滨州市 bin-zhou-shi|371602 滨城区 bin-cheng-qu|371603 沾化区 zhan-hua-qu|371621 惠民县 hui-min-xian|371622 阳信县 yang-xin-xian|371623 无棣县 wu-di-xian|371625 博兴县 bo-xing-xian|371681 邹平市 zou-ping-shi
371700 菏泽市 he-ze-shi|371702 牡丹区 mu-dan-qu|371703 定陶区 ding-tao-qu|371721 曹县 cao-xian|371722 单县 shan-xian|371723 成武县 cheng-wu-xian|371724 巨野县 ju-ye-xian|371725 郓城县 yun-cheng-xian|371726 鄄城县 juan-cheng-xian|371728 东明县 dong-ming-xian|371771 菏泽经济技术开发区 he-ze-jing-ji-ji-shu-kai-fa-qu|371772 菏泽高新技术开发区 he-ze-gao-xin-ji-shu-kai-fa-qu
410100 郑州市 zheng-zhou-shi|410102 中原区 zhong-yuan-qu|410103 二七区 er-qi-qu|410104 管城回族区 guan-cheng-hui-zu-qu|410105 金水区 jin-shui-qu|410106 上街区 shang-jie-qu|410108 惠济区 hui-ji-qu|410122 中牟县 zhong-mu-xian|410171 郑州经济技术开发区 zheng-zhou-jing-ji-ji-shu-kai-fa-qu|410172 郑州高新技术产业开发区 zheng-zhou-gao-xin-ji-shu-chan-ye-kai-fa-qu|410173 郑州航空港经济综合实验区 zheng-zhou-hang-kong-gang-jing-ji-zong-he-shi-yan-qu|410181 巩义市 gong-yi-shi|410182 荥阳市 xing-yang-shi|410183 新密市 xin-mi-shi|410184 新郑市 xin-zheng-shi|410185 登封市 deng-feng-shi
410200 开封市 kai-feng-shi|410202 龙亭区 long-ting-qu|410203 顺河回族区 shun-he-hui-zu-qu|410204 鼓楼区 gu-lou-qu|410205 禹王台区 yu-wang-tai-qu|410212 祥符区 xiang-fu-qu|410221 杞县 qi-xian|410222 通许县 tong-xu-xian|410223 尉氏县 wei-shi-xian|410225 兰考县 lan-kao-xian
410300 洛阳市 luo-yang-shi|410302 老城区 lao-cheng-qu|410303 西工区 xi-gong-qu|410304 瀍河回族区 chan-he-hui-zu-qu|410305 涧西区 jian-xi-qu|410307 偃师区 yan-shi-qu|410308 孟津区 meng-jin-qu|410311 洛龙区 luo-long-qu|410323 新安县 xin-an-xian|410324 栾川县 luan-chuan-xian|410325 嵩县 song-xian|410326 汝阳县 ru-yang-xian|410327 宜阳县 yi-yang-xian|410328 洛宁县 luo-ning-xian|410329 伊川县 yi-chuan-xian|410371 洛阳高新技术产业开发区 luo-yang-gao-xin-ji-shu-chan-ye-kai-fa-qu
410400 平顶山市 ping-ding-shan-shi|410402 新华区 xin-hua-qu|410403 卫东区 wei-dong-qu|410404 石龙区 shi-long-qu|410411 湛河区 zhan-he-qu|410421 宝丰县 bao-feng-xian|410422 叶县 ye-xian|410423 鲁山县 lu-shan-xian|410425 郏县 jia-xian|410471 平顶山高新技术产业开发区 ping-ding-shan-gao-xin-ji-shu-chan-ye-kai-fa-qu|410472 平顶山市城乡一体化示范区 ping-ding-shan-shi-cheng-xiang-yi-ti-hua-shi-fan-qu|410481 舞钢市 wu-gang-shi|410482 汝州市 ru-zhou-shi
410500 安阳市 an-yang-shi|410502 文峰区 wen-feng-qu|410503 北关区 bei-guan-qu|410505 殷都区 yin-du-qu|410506 龙安区 long-an-qu|410522 安阳县 an-yang-xian|410523 汤阴县 tang-yin-xian|410526 滑县 hua-xian|410527 内黄县 nei-huang-xian|410571 安阳高新技术产业开发区 an-yang-gao-xin-ji-shu-chan-ye-kai-fa-qu|410581 林州市 lin-zhou-shi
410600 鹤壁市 he-bi-shi|410602 鹤山区 he-shan-qu|410603 山城区 shan-cheng-qu|410611 淇滨区 qi-bin-qu|410621 浚县 xun-xian|410622 淇县 qi-xian|410671 鹤壁经济技术开发区 he-bi-jing-ji-ji-shu-kai-fa-qu
410700 新乡市 xin-xiang-shi|410702 红旗区 hong-qi-qu|410703 卫滨区 wei-bin-qu|410704 凤泉区 feng-quan-qu|410711 牧野区 mu-ye-qu|410721 新乡县 xin-xiang-xian|410724 获嘉县 huo-jia-xian|410725 原阳县 yuan-yang-xian|410726 延津县 yan-jin-xian|410727 封丘县 feng-qiu-xian|410771 新乡高新技术产业开发区 xin-xiang-gao-xin-ji-shu-chan-ye-kai-fa-qu|410772 新乡经济技术开发区 xin-xiang-jing-ji-ji-shu-kai-fa-qu|410773 新乡市平原城乡一体化示范区 xin-xiang-shi-ping-yuan-cheng-xiang-yi-ti-hua-shi-fan-qu|410781 卫辉市 wei-hui-shi|410782 辉县市 hui-xian-shi|410783 长垣市 chang-yuan-shi
410800 焦作市 jiao-zuo-shi|410802 解放区 jie-fang-qu|410803 中站区 zhong-zhan-qu|410804 马村区 ma-cun-qu|410811 山阳区 shan-yang-qu|410821 修武县 xiu-wu-xian|410822 博爱县 bo-ai-xian|410823 武陟县 wu-zhi-xian|410825 温县 wen-xian|410871 焦作城乡一体化示范区 jiao-zuo-cheng-xiang-yi-ti-hua-shi-fan-qu|410882 沁阳市 qin-yang-shi|410883 孟州市 meng-zhou-shi
410900 濮阳市 pu-yang-shi|410902 华龙区 hua-long-qu|410922 清丰县 qing-feng-xian|410923 南乐县 nan-le-xian|410926 范县 fan-xian|410927 台前县 tai-qian-xian|410928 濮阳县 pu-yang-xian|410971 河南濮阳工业园区 he-nan-pu-yang-gong-ye-yuan-qu|410972 濮阳经济技术开发区 pu-yang-jing-ji-ji-shu-kai-fa-qu
411000 许昌市 xu-chang-shi|411002 魏都区 wei-du-qu|411003 建安区 jian-an-qu|411024 鄢陵县 yan-ling-xian|411025 襄城县 xiang-cheng-xian|411071 许昌经济技术开发区 xu-chang-jing-ji-ji-shu-kai-fa-qu|411081 禹州市 yu-zhou-shi|411082 长葛市 chang-ge-shi
411100 漯河市 luo-he-shi|411102 源汇区 yuan-hui-qu|411103 郾城区 yan-cheng-qu|411104 召陵区 zhao-ling-qu|411121 舞阳县 wu-yang-xian|411122 临颍县 lin-ying-xian|411171 漯河经济技术开发区 luo-he-jing-ji-ji-shu-kai-fa-qu
411200 三门峡市 san-men-xia-shi|411202 湖滨区 hu-bin-qu|411203 陕州区 shan-zhou-qu|411221 渑池县 mian-chi-xian|411224 卢氏县 lu-shi-xian|411271 河南三门峡经济开发区 he-nan-san-men-xia-jing-ji-kai-fa-qu|411281 义马市 yi-ma-shi|411282 灵宝市 ling-bao-shi
411300 南阳市 nan-yang-shi|411302 宛城区 wan-cheng-qu|411303 卧龙区 wo-long-qu|411321 南召县 nan-zhao-xian|411322 方城县 fang-cheng-xian|411323 西峡县 xi-xia-xian|411324 镇平县 zhen-ping-xian|411325 内乡县 nei-xiang-xian|411326 淅川县 xi-chuan-xian|411327 社旗县 she-qi-xian|411328 唐河县 tang-he-xian|411329 新野县 xin-ye-xian|411330 桐柏县 tong-bai-xian|411371 南阳高新技术产业开发区 nan-yang-gao-xin-ji-shu-chan-ye-kai-fa-qu|411372 南阳市城乡一体化示范区 nan-yang-shi-cheng-xiang-yi-ti-hua-shi-fan-qu|411381 邓州市 deng-zhou-shi
411400 商丘市 shang-qiu-shi|411402 梁园区 liang-yuan-qu|411403 睢阳区 sui-yang-qu|411421 民权县 min-quan-xian|411422 睢县 sui-xian|411423 宁陵县 ning-ling-xian|411424 柘城县 zhe-cheng-xian|411425 虞城县 yu-cheng-xian|411426 夏邑县 xia-yi-xian|411471 豫东综合物流产业聚集区 yu-dong-zong-he-wu-liu-chan-ye-ju-ji-qu|411472 河南商丘经济开发区 he-nan-shang-qiu-jing-ji-kai-fa-qu|411481 永城市 yong-cheng-shi
411500 信阳市 xin-yang-shi|411502 浉河区 shi-he-qu|411503 平桥区 ping-qiao-qu|411521 罗山县 luo-shan-xian|411522 光山县 guang-shan-xian|411523 新县 xin-xian|411524 商城县 shang-cheng-xian|411525 固始县 gu-shi-xian|411526 潢川县 huang-chuan-xian|411527 淮滨县 huai-bin-xian|411528 息县 xi-xian|411571 信阳高新技术产业开发区 xin-yang-gao-xin-ji-shu-chan-ye-kai-fa-qu
411600 周口市 zhou-kou-shi|411602 川汇区 chuan-hui-qu|411603 淮阳区 huai-yang-qu|411621 扶沟县 fu-gou-xian|411622 西华县 xi-hua-xian|411623 商水县 shang-shui-xian|411624 沈丘县 shen-qiu-xian|411625 郸城县 dan-cheng-xian|411627 太康县 tai-kang-xian|411628 鹿邑县 lu-yi-xian|411671 周口临港开发区 zhou-kou-lin-gang-kai-fa-qu|411681 项城市 xiang-cheng-shi
411700 驻马店市 zhu-ma-dian-shi|411702 驿城区 yi-cheng-qu|411721 西平县 xi-ping-xian|411722 上蔡县 shang-cai-xian|411723 平舆县 ping-yu-xian|411724 正阳县 zheng-yang-xian|411725 确山县 que-shan-xian|411726 泌阳县 bi-yang-xian|411727 汝南县 ru-nan-xian|411728 遂平县 sui-ping-xian|411729 新蔡县 xin-cai-xian|411771 河南驻马店经济开发区 he-nan-zhu-ma-dian-jing-ji-kai-fa-qu
419000 省直辖县级行政区划 sheng-zhi-xia-xian-ji-xing-zheng-qu-hua|419001 济源市 ji-yuan-shi
420100 武汉市 wu-han-shi|420102 江岸区 jiang-an-qu|420103 江汉区 jiang-han-qu|420104 硚口区 qiao-kou-qu|420105 汉阳区 han-yang-qu|420106 武昌区 wu-chang-qu|420107 青山区 qing-shan-qu|420111 洪山区 hong-shan-qu|420112 东西湖区 dong-xi-hu-qu|420113 汉南区 han-nan-qu|420114 蔡甸区 cai-dian-qu|420115 江夏区 jiang-xia-qu|420116 黄陂区 huang-pi-qu|420117 新洲区 xin-zhou-qu
420200 黄石市 huang-shi-shi|420202 黄石港区 huang-shi-gang-qu|420203 西塞山区 xi-sai-shan-qu|420204 下陆区 xia-lu-qu|420205 铁山区 tie-shan-qu|420222 阳新县 yang-xin-xian|420281 大冶市 da-ye-shi
420300 十堰市 shi-yan-shi|420302 茅箭区 mao-jian-qu|420303 张湾区 zhang-wan-qu|420304 郧阳区 yun-yang-qu|420322 郧西县 yun-xi-xian|420323 竹山县 zhu-shan-xian|420324 竹溪县 zhu-xi-xian|420325 房县 fang-xian|420381 丹江口市 dan-jiang-kou-shi
420500 宜昌市 yi-chang-shi|420502 西陵区 xi-ling-qu|420503 伍家岗区 wu-jia-gang-qu|420504 点军区 dian-jun-qu|420505 猇亭区 xiao-ting-qu|420506 夷陵区 yi-ling-qu|420525 远安县 yuan-an-xian|420526 兴山县 xing-shan-xian|420527 秭归县 zi-gui-xian|420528 长阳土家族自治县 chang-yang-tu-jia-zu-zi-zhi-xian|420529 五峰土家族自治县 wu-feng-tu-jia-zu-zi-zhi-xian|420581 宜都市 yi-du-shi|420582 当阳市 dang-yang-shi|420583 枝江市 zhi-jiang-shi
420600 襄阳市 xiang-yang-shi|420602 襄城区 xiang-cheng-qu|420606 樊城区 fan-cheng-qu|420607 襄州区 xiang-zhou-qu|420624 南漳县 nan-zhang-xian|420625 谷城县 gu-cheng-xian|420626 保康县 bao-kang-xian|420682 老河口市 lao-he-kou-shi|420683 枣阳市 zao-yang-shi|420684 宜城市 yi-cheng-shi
420700 鄂州市 e-zhou-shi|420702 梁子湖区 liang-zi-hu-qu|420703 华容区 hua-rong-qu|420704 鄂城区 e-cheng-qu
420800 荆门市 jing-men-shi|420802 东宝区 dong-bao-qu|420804 掇刀区 duo-dao-qu|420822 沙洋县 sha-yang-xian|420881 钟祥市 zhong-xiang-shi|420882 京山市 jing-shan-shi
420900 孝感市 xiao-gan-shi|420902 孝南区 xiao-nan-qu|420921 孝昌县 xiao-chang-xian|420922 大悟县 da-wu-xian|420923 云梦县 yun-meng-xian|420981 应城市 ying-cheng-shi|420982 安陆市 an-lu-shi|420984 汉川市 han-chuan-shi
421000 荆州市 jing-zhou-shi|421002 沙市区 sha-shi-qu|421003 荆州区 jing-zhou-qu|421022 公安县 gong-an-xian|421024 江陵县 jiang-ling-xian|421071 荆州经济技术开发区 jing-zhou-jing-ji-ji-shu-kai-fa-qu|421081 石首市 shi-shou-shi|421083 洪湖市 hong-hu-shi|421087 松滋市 song-zi-shi|421088 监利市 jian-li-shi
421100 黄冈市 huang-gang-shi|421102 黄州区 huang-zhou-qu|421121 团风县 tuan-feng-xian|421122 红安县 hong-an-xian|421123 罗田县 luo-tian-xian|421124 英山县 ying-shan-xian|421125 浠水县 xi-shui-xian|421126 蕲春县 qi-chun-xian|421127 黄梅县 huang-mei-xian|421171 龙感湖管理区 long-gan-hu-guan-li-qu|421181 麻城市 ma-cheng-shi|421182 武穴市 wu-xue-shi
421200 咸宁市 xian-ning-shi|421202 咸安区 xian-an-qu|421221 嘉鱼县 jia-yu-xian|421222 通城县 tong-cheng-xian|421223 崇阳县 chong-yang-xian|421224 通山县 tong-shan-xian|421281 赤壁市 chi-bi-shi
421300 随州市 sui-zhou-shi|421303 曾都区 zeng-du-qu|421321 随县 sui-xian|421381 广水市 guang-shui-shi
422800 恩施土家族苗族自治州 en-shi-tu-jia-zu-miao-zu-zi-zhi-zhou|422801 恩施市 en-shi-shi|422802 利川市 li-chuan-shi|422822 建始县 jian-shi-xian|422823 巴东县 ba-dong-xian|422825 宣恩县 xuan-en-xian|422826 咸丰县 xian-feng-xian|422827 来凤县 lai-feng-xian|422828 鹤峰县 he-feng-xian
429000 省直辖县级行政区划 sheng-zhi-xia-xian-ji-xing-zheng-qu-hua|429004 仙桃市 xian-tao-shi|429005 潜江市 qian-jiang-shi|429006 天门市 tian-men-shi|429021 神农架林区 shen-nong-jia-lin-qu
430100 长沙市 chang-sha-shi|430102 芙蓉区 fu-rong-qu|430103 天心区 tian-xin-qu|430104 岳麓区 yue-lu-qu|430105 开福区 kai-fu-qu|430111 雨花区 yu-hua-qu|430112 望城区 wang-cheng-qu|430121 长沙县 chang-sha-xian|430181 浏阳市 liu-yang-shi|430182 宁乡市 ning-xiang-shi
430200 株洲市 zhu-zhou-shi|430202 荷塘区 he-tang-qu|430203 芦淞区 lu-song-qu|430204 石峰区 shi-feng-qu|430211 天元区 tian-yuan-qu|430212 渌口区 lu-kou-qu|430223 攸县 you-xian|430224 茶陵县 cha-ling-xian|430225 炎陵县 yan-ling-xian|430281 醴陵市 li-ling-shi
430300 湘潭市 xiang-tan-shi|430302 雨湖区 yu-hu-qu|430304 岳塘区 yue-tang-qu|430321 湘潭县 xiang-tan-xian|430371 湖南湘潭高新技术产业园区 hu-nan-xiang-tan-gao-xin-ji-shu-chan-ye-yuan-qu|430372 湘潭昭山示范区 xiang-tan-zhao-shan-shi-fan-qu|430373 湘潭九华示范区 xiang-tan-jiu-hua-shi-fan-qu|430381 湘乡市 xiang-xiang-shi|430382 韶山市 shao-shan-shi
430400 衡阳市 heng-yang-shi|430405 珠晖区 zhu-hui-qu|430406 雁峰区 yan-feng-qu|430407 石鼓区 shi-gu-qu|430408 蒸湘区 zheng-xiang-qu|430412 南岳区 nan-yue-qu|430421 衡阳县 heng-yang-xian|430422 衡南县 heng-nan-xian|430423 衡山县 heng-shan-xian|430424 衡东县 heng-dong-xian|430426 祁东县 qi-dong-xian|430473 湖南衡阳松木经济开发区 hu-nan-heng-yang-song-mu-jing-ji-kai-fa-qu|430476 湖南衡阳高新技术产业园区 hu-nan-heng-yang-gao-xin-ji-shu-chan-ye-yuan-qu|430481 耒阳市 lei-yang-shi|430482 常宁市 chang-ning-shi
430500 邵阳市 shao-yang-shi|430502 双清区 shuang-qing-qu|430503 大祥区 da-xiang-qu|430511 北塔区 bei-ta-qu|430522 新邵县 xin-shao-xian|430523 邵阳县 shao-yang-xian|430524 隆回县 long-hui-xian|430525 洞口县 dong-kou-xian|430527 绥宁县 sui-ning-xian|430528 新宁县 xin-ning-xian|430529 城步苗族自治县 cheng-bu-miao-zu-zi-zhi-xian|430581 武冈市 wu-gang-shi|430582 邵东市 shao-dong-shi
430600 岳阳市 yue-yang-shi|430602 岳阳楼区 yue-yang-lou-qu|430603 云溪区 yun-xi-qu|430611 君山区 jun-shan-qu|430621 岳阳县 yue-yang-xian|430623 华容县 hua-rong-xian|430624 湘阴县 xiang-yin-xian|430626 平江县 ping-jiang-xian|430671 岳阳市屈原管理区 yue-yang-shi-qu-yuan-guan-li-qu|430681 汨罗市 mi-luo-shi|430682 临湘市 lin-xiang-shi
430700 常德市 chang-de-shi|430702 武陵区 wu-ling-qu|430703 鼎城区 ding-cheng-qu|430721 安乡县 an-xiang-xian|430722 汉寿县 han-shou-xian|430723 澧县 li-xian|430724 临澧县 lin-li-xian|430725 桃源县 tao-yuan-xian|430726 石门县 shi-men-xian|430771 常德市西洞庭管理区 chang-de-shi-xi-dong-ting-guan-li-qu|430781 津市市 jin-shi-shi
430800 张家界市 zhang-jia-jie-shi|430802 永定区 yong-ding-qu|430811 武陵源区 wu-ling-yuan-qu|430821 慈利县 ci-li-xian|430822 桑植县 sang-zhi-xian
430900 益阳市 yi-yang-shi|430902 资阳区 zi-yang-qu|430903 赫山区 he-shan-qu|430921 南县 nan-xian|430922 桃江县 tao-jiang-xian|430923 安化县 an-hua-xian|430971 益阳市大通湖管理区 yi-yang-shi-da-tong-hu-guan-li-qu|430972 湖南益阳高新技术产业园区 hu-nan-yi-yang-gao-xin-ji-shu-chan-ye-yuan-qu|430981 沅江市 yuan-jiang-shi
431000 郴州市 chen-zhou-shi|431002 北湖区 bei-hu-qu|431003 苏仙区 su-xian-qu|431021 桂阳县 gui-yang-xian|431022 宜章县 yi-zhang-xian|431023 永兴县 yong-xing-xian|431024 嘉禾县 jia-he-xian|431025 临武县 lin-wu-xian|431026 汝城县 ru-cheng-xian|431027 桂东县 gui-dong-xian|431028 安仁县 an-ren-xian|431081 资兴市 zi-xing-shi
431100 永州市 yong-zhou-shi|431102 零陵区 ling-ling-qu|431103 冷水滩区 leng-shui-tan-qu|431122 东安县 dong-an-xian|431123 双牌县 shuang-pai-xian|431124 道县 dao-xian|431125 江永县 jiang-yong-xian|431126 宁远县 ning-yuan-xian|431127 蓝山县 lan-shan-xian|431128 新田县 xin-tian-xian|431129 江华瑶族自治县 jiang-hua-yao-zu-zi-zhi-xian|431171 永州经济技术开发区 yong-zhou-jing-ji-ji-shu-kai-fa-qu|431173 永州市回龙圩管理区 yong-zhou-shi-hui-long-xu-guan-li-qu|431181 祁阳市 qi-yang-shi
431200 怀化市 huai-hua-shi|431202 鹤城区 he-cheng-qu|431221 中方县 zhong-fang-xian|431222 沅陵县 yuan-ling-xian|431223 辰溪县 chen-xi-xian|431224 溆浦县 xu-pu-xian|431225 会同县 hui-tong-xian|431226 麻阳苗族自治县 ma-yang-miao-zu-zi-zhi-xian|431227 新晃侗族自治县 xin-huang-dong-zu-zi-zhi-xian|431228 芷江侗族自治县 zhi-jiang-dong-zu-zi-zhi-xian|431229 靖州苗族侗族自治县 jing-zhou-miao-zu-dong-zu-zi-zhi-xian|431230 通道侗族自治县 tong-dao-dong-zu-zi-zhi-xian|431271 怀化市洪江管理区 huai-hua-shi-hong-jiang-guan-li-qu|431281 洪江市 hong-jiang-shi
431300 娄底市 lou-di-shi|431302 娄星区 lou-xing-qu|431321 双峰县 shuang-feng-xian|431322 新化县 xin-hua-xian|431381 冷水江市 leng-shui-jiang-shi|431382 涟源市 lian-yuan-shi
433100 湘西土家族苗族自治州 xiang-xi-tu-jia-zu-miao-zu-zi-zhi-zhou|433101 吉首市 ji-shou-shi|433122 泸溪县 lu-xi-xian|433123 凤凰县 feng-huang-xian|433124 花垣县 hua-yuan-xian|433125 保靖县 bao-jing-xian|433126 古丈县 gu-zhang-xian|433127 永顺县 yong-shun-xian|433130 龙山县 long-shan-xian
440100 广州市 guang-zhou-shi|440103 荔湾区 li-wan-qu|440104 越秀区 yue-xiu-qu|440105 海珠区 hai-zhu-qu|440106 天河区 tian-he-qu|440111 白云区 bai-yun-qu|440112 黄埔区 huang-pu-qu|440113 番禺区 pan-yu-qu|440114 花都区 hua-du-qu|440115 南沙区 nan-sha-qu|440117 从化区 cong-hua-qu|440118 增城区 zeng-cheng-qu
440200 韶关市 shao-guan-shi|440203 武江区 wu-jiang-qu|440204 浈江区 zhen-jiang-qu|440205 曲江区 qu-jiang-qu|440222 始兴县 shi-xing-xian|440224 仁化县 ren-hua-xian|440229 翁源县 weng-yuan-xian|440232 乳源瑶族自治县 ru-yuan-yao-zu-zi-zhi-xian|440233 新丰县 xin-feng-xian|440281 乐昌市 le-chang-shi|440282 南雄市 nan-xiong-shi
440300 深圳市 shen-zhen-shi|440303 罗湖区 luo-hu-qu|440304 福田区 fu-tian-qu|440305 南山区 nan-shan-qu|440306 宝安区 bao-an-qu|440307 龙岗区 long-gang-qu|440308 盐田区 yan-tian-qu|440309 龙华区 long-hua-qu|440310 坪山区 ping-shan-qu|440311 光明区 guang-ming-qu
440400 珠海市 zhu-hai-shi|440402 香洲区 xiang-zhou-qu|440403 斗门区 dou-men-qu|440404 金湾区 jin-wan-qu
440500 汕头市 shan-tou-shi|440507 龙湖区 long-hu-qu|440511 金平区 jin-ping-qu|440512 濠江区 hao-jiang-qu|440513 潮阳区 chao-yang-qu|440514 潮南区 chao-nan-qu|440515 澄海区 cheng-hai-qu|440523 南澳县 nan-ao-xian
440600 佛山市 fo-shan-shi|440604 禅城区 chan-cheng-qu|440605 南海区 nan-hai-qu|440606 顺德区 shun-de-qu|440607 三水区 san-shui-qu|440608 高明区 gao-ming-qu
440700 江门市 jiang-men-shi|440703 蓬江区 peng-jiang-qu|440704 江海区 jiang-hai-qu|440705 新会区 xin-hui-qu|440781 台山市 tai-shan-shi|440783 开平市 kai-ping-shi|440784 鹤山市 he-shan-shi|440785 恩平市 en-ping-shi
440800 湛江市 zhan-jiang-shi|440802 赤坎区 chi-kan-qu|440803 霞山区 xia-shan-qu|440804 坡头区 po-tou-qu|440811 麻章区 ma-zhang-qu|440823 遂溪县 sui-xi-xian|440825 徐闻县 xu-wen-xian|440881 廉江市 lian-jiang-shi|440882 雷州市 lei-zhou-shi|440883 吴川市 wu-chuan-shi
440900 茂名市 mao-ming-shi|440902 茂南区 mao-nan-qu|440904 电白区 dian-bai-qu|440981 高州市 gao-zhou-shi|440982 化州市 hua-zhou-shi|440983 信宜市 xin-yi-shi
441200 肇庆市 zhao-qing-shi|441202 端州区 duan-zhou-qu|441203 鼎湖区 ding-hu-qu|441204 高要区 gao-yao-qu|441223 广宁县 guang-ning-xian|441224 怀集县 huai-ji-xian|441225 封开县 feng-kai-xian|441226 德庆县 de-qing-xian|441284 四会市 si-hui-shi
441300 惠州市 hui-zhou-shi|441302 惠城区 hui-cheng-qu|441303 惠阳区 hui-yang-qu|441322 博罗县 bo-luo-xian|441323 惠东县 hui-dong-xian|441324 龙门县 long-men-xian
441400 梅州市 mei-zhou-shi|441402 梅江区 mei-jiang-qu|441403 梅县区 mei-xian-qu|441422 大埔县 da-bu-xian|441423 丰顺县 feng-shun-xian|441424 五华县 wu-hua-xian|441426 平远县 ping-yuan-xian|441427 蕉岭县 jiao-ling-xian|441481 兴宁市 xing-ning-shi
441500 汕尾市 shan-wei-shi|441502 城区 cheng-qu|441521 海丰县 hai-feng-xian|441523 陆河县 lu-he-xian|441581 陆丰市 lu-feng-shi
441600 河源市 he-yuan-shi|441602 源城区 yuan-cheng-qu|441621 紫金县 zi-jin-xian|441622 龙川县 long-chuan-xian|441623 连平县 lian-ping-xian|441624 和平县 he-ping-xian|441625 东源县 dong-yuan-xian
441700 阳江市 yang-jiang-shi|441702 江城区 jiang-cheng-qu|441704 阳东区 yang-dong-qu|441721 阳西县 yang-xi-xian|441781 阳春市 yang-chun-shi
441800 清远市 qing-yuan-shi|441802 清城区 qing-cheng-qu|441803 清新区 qing-xin-qu|441821 佛冈县 fo-gang-xian|441823 阳山县 yang-shan-xian|441825 连山壮族瑶族自治县 lian-shan-zhuang-zu-yao-zu-zi-zhi-xian|441826 连南瑶族自治县 lian-nan-yao-zu-zi-zhi-xian|441881 英德市 ying-de-shi|441882 连州市 lian-zhou-shi
441900 东莞市 dong-guan-shi
442000 中山市 zhong-shan-shi
445100 潮州市 chao-zhou-shi|445102 湘桥区 xiang-qiao-qu|445103 潮安区 chao-an-qu|445122 饶平县 rao-ping-xian
445200 揭阳市 jie-yang-shi|445202 榕城区 rong-cheng-qu|445203 揭东区 jie-dong-qu|445222 揭西县 jie-xi-xian|445224 惠来县 hui-lai-xian|445281 普宁市 pu-ning-shi
445300 云浮市 yun-fu-shi|445302 云城区 yun-cheng-qu|445303 云安区 yun-an-qu|445321 新兴县 xin-xing-xian|445322 郁南县 yu-nan-xian|445381 罗定市 luo-ding-shi
450100 南宁市 nan-ning-shi|450102 兴宁区 xing-ning-qu|450103 青秀区 qing-xiu-qu|450105 江南区 jiang-nan-qu|450107 西乡塘区 xi-xiang-tang-qu|450108 良庆区 liang-qing-qu|450109 邕宁区 yong-ning-qu|450110 武鸣区 wu-ming-qu|450123 隆安县 long-an-xian|450124 马山县 ma-shan-xian|450125 上林县 shang-lin-xian|450126 宾阳县 bin-yang-xian|450181 横州市 heng-zhou-shi
450200 柳州市 liu-zhou-shi|450202 城中区 cheng-zhong-qu|450203 鱼峰区 yu-feng-qu|450204 柳南区 liu-nan-qu|450205 柳北区 liu-bei-qu|450206 柳江区 liu-jiang-qu|450222 柳城县 liu-cheng-xian|450223 鹿寨县 lu-zhai-xian|450224 融安县 rong-an-xian|450225 融水苗族自治县 rong-shui-miao-zu-zi-zhi-xian|450226 三江侗族自治县 san-jiang-dong-zu-zi-zhi-xian
450300 桂林市 gui-lin-shi|450302 秀峰区 xiu-feng-qu|450303 叠彩区 die-cai-qu|450304 象山区 xiang-shan-qu|450305 七星区 qi-xing-qu|450311 雁山区 yan-shan-qu|450312 临桂区 lin-gui-qu|450321 阳朔县 yang-shuo-xian|450323 灵川县 ling-chuan-xian|450324 全州县 quan-zhou-xian|450325 兴安县 xing-an-xian|450326 永福县 yong-fu-xian|450327 灌阳县 guan-yang-xian|450328 龙胜各族自治县 long-sheng-ge-zu-zi-zhi-xian|450329 资源县 zi-yuan-xian|450330 平乐县 ping-le-xian|450332 恭城瑶族自治县 gong-cheng-yao-zu-zi-zhi-xian|450381 荔浦市 li-pu-shi
450400 梧州市 wu-zhou-shi|450403 万秀区 wan-xiu-qu|450405 长洲区 chang-zhou-qu|450406 龙圩区 long-xu-qu|450421 苍梧县 cang-wu-xian|450422 藤县 teng-xian|450423 蒙山县 meng-shan-xian|450481 岑溪市 cen-xi-shi
450500 北海市 bei-hai-shi|450502 海城区 hai-cheng-qu|450503 银海区 yin-hai-qu|450512 铁山港区 tie-shan-gang-qu|450521 合浦县 he-pu-xian
450600 防城港市 fang-cheng-gang-shi|450602 港口区 gang-kou-qu|450603 防城区 fang-cheng-qu|450621 上思县 shang-si-xian|450681 东兴市 dong-xing-shi
450700 钦州市 qin-zhou-shi|450702 钦南区 qin-nan-qu|450703 钦北区 qin-bei-qu|450721 灵山县 ling-shan-xian|450722 浦北县 pu-bei-xian
450800 贵港市 gui-gang-shi|450802 港北区 gang-bei-qu|450803 港南区 gang-nan-qu|450804 覃塘区 qin-tang-qu|450821 平南县 ping-nan-xian|450881 桂平市 gui-ping-shi
450900 玉林市 yu-lin-shi|450902 玉州区 yu-zhou-qu|450903 福绵区 fu-mian-qu|450921 容县 rong-xian|450922 陆川县 lu-chuan-xian|450923 博白县 bo-bai-xian|450924 兴业县 xing-ye-xian|450981 北流市 bei-liu-shi
451000 百色市 bai-se-shi|451002 右江区 you-jiang-qu|451003 田阳区 tian-yang-qu|451022 田东县 tian-dong-xian|451024 德保县 de-bao-xian|451026 那坡县 na-po-xian|451027 凌云县 ling-yun-xian|451028 乐业县 le-ye-xian|451029 田林县 tian-lin-xian|451030 西林县 xi-lin-xian|451031 隆林各族自治县 long-lin-ge-zu-zi-zhi-xian|451081 靖西市 jing-xi-shi|451082 平果市 ping-guo-shi
451100 贺州市 he-zhou-shi|451102 八步区 ba-bu-qu|451103 平桂区 ping-gui-qu|451121 昭平县 zhao-ping-xian|451122 钟山县 zhong-shan-xian|451123 富川瑶族自治县 fu-chuan-yao-zu-zi-zhi-xian
451200 河池市 he-chi-shi|451202 金城江区 jin-cheng-jiang-qu|451203 宜州区 yi-zhou-qu|451221 南丹县 nan-dan-xian|451222 天峨县 tian-e-xian|451223 凤山县 feng-shan-xian|451224 东兰县 dong-lan-xian|451225 罗城仫佬族自治县 luo-cheng-mu-lao-zu-zi-zhi-xian|451226 环江毛南族自治县 huan-jiang-mao-nan-zu-zi-zhi-xian|451227 巴马瑶族自治县 ba-ma-yao-zu-zi-zhi-xian|451228 都安瑶族自治县 du-an-yao-zu-zi-zhi-xian|451229 大化瑶族自治县 da-hua-yao-zu-zi-zhi-xian
451300 来宾市 lai-bin-shi|451302 兴宾区 xing-bin-qu|451321 忻城县 xin-cheng-xian|451322 象州县 xiang-zhou-xian|451323 武宣县 wu-xuan-xian|451324 金秀瑶族自治县 jin-xiu-yao-zu-zi-zhi-xian|451381 合山市 he-shan-shi
451400 崇左市 chong-zuo-shi|451402 江州区 jiang-zhou-qu|451421 扶绥县 fu-sui-xian|451422 宁明县 ning-ming-xian|451423 龙州县 long-zhou-xian|451424 大新县 da-xin-xian|451425 天等县 tian-deng-xian|451481 凭祥市 ping-xiang-shi
460100 海口市 hai-kou-shi|460105 秀英区 xiu-ying-qu|460106 龙华区 long-hua-qu|460107 琼山区 qiong-shan-qu|460108 美兰区 mei-lan-qu
460200 三亚市 san-ya-shi|460202 海棠区 hai-tang-qu|460203 吉阳区 ji-yang-qu|460204 天涯区 tian-ya-qu|460205 崖州区 ya-zhou-qu
460300 三沙市 san-sha-shi|460321 西沙群岛 xi-sha-qun-dao|460322 南沙群岛 nan-sha-qun-dao|460323 中沙群岛的岛礁及其海域 zhong-sha-qun-dao-de-dao-jiao-ji-qi-hai-yu
460400 儋州市 dan-zhou-shi
469000 省直辖县级行政区划 sheng-zhi-xia-xian-ji-xing-zheng-qu-hua|469001 五指山市 wu-zhi-shan-shi|469002 琼海市 qiong-hai-shi|469005 文昌市 wen-chang-shi|469006 万宁市 wan-ning-shi|469007 东方市 dong-fang-shi|469021 定安县 ding-an-xian|469022 屯昌县 tun-chang-xian|469023 澄迈县 cheng-mai-xian|469024 临高县 lin-gao-xian|469025 白沙黎族自治县 bai-sha-li-zu-zi-zhi-xian|469026 昌江黎族自治县 chang-jiang-li-zu-zi-zhi-xian|469027 乐东黎族自治县 le-dong-li-zu-zi-zhi-xian|469028 陵水黎族自治县 ling-shui-li-zu-zi-zhi-xian|469029 保亭黎族苗族自治县 bao-ting-li-zu-miao-zu-zi-zhi-xian|469030 琼中黎族苗族自治县 qiong-zhong-li-zu-miao-zu-zi-zhi-xian
500100 市辖区 shi-xia-qu|500101 万州区 wan-zhou-qu|500102 涪陵区 fu-ling-qu|500103 渝中区 yu-zhong-qu|500104 大渡口区 da-du-kou-qu|500105 江北区 jiang-bei-qu|500106 沙坪坝区 sha-ping-ba-qu|500107 九龙坡区 jiu-long-po-qu|500108 南岸区 nan-an-qu|500109 北碚区 bei-bei-qu|500110 綦江区 qi-jiang-qu|500111 大足区 da-zu-qu|500112 渝北区 yu-bei-qu|500113 巴南区 ba-nan-qu|500114 黔江区 qian-jiang-qu|500115 长寿区 chang-shou-qu|500116 江津区 jiang-jin-qu|500117 合川区 he-chuan-qu|500118 永川区 yong-chuan-qu|500119 南川区 nan-chuan-qu|500120 璧山区 bi-shan-qu|500151 铜梁区 tong-liang-qu|500152 潼南区 tong-nan-qu|500153 荣昌区 rong-chang-qu|500154 开州区 kai-zhou-qu|500155 梁平区 liang-ping-qu|500156 武隆区 wu-long-qu
500200 县 xian|500229 城口县 cheng-kou-xian|500230 丰都县 feng-du-xian|500231 垫江县 dian-jiang-xian|500233 忠县 zhong-xian|500235 云阳县 yun-yang-xian|500236 奉节县 feng-jie-xian|500237 巫山县 wu-shan-xian|500238 巫溪县 wu-xi-xian|500240 石柱土家族自治县 shi-zhu-tu-jia-zu-zi-zhi-xian|500241 秀山土家族苗族自治县 xiu-shan-tu-jia-zu-miao-zu-zi-zhi-xian|500242 酉阳土家族苗族自治县 you-yang-tu-jia-zu-miao-zu-zi-zhi-xian|500243 彭水苗族土家族自治县 peng-shui-miao-zu-tu-jia-zu-zi-zhi-xian
510100 成都市 cheng-du-shi|510104 锦江区 jin-jiang-qu|510105 青羊区 qing-yang-qu|510106 金牛区 jin-niu-qu|510107 武侯区 wu-hou-qu|510108 成华区 cheng-hua-qu|510112 龙泉驿区 long-quan-yi-qu|510113 青白江区 qing-bai-jiang-qu|510114 新都区 xin-du-qu|510115 温江区 wen-jiang-qu|510116 双流区 shuang-liu-qu|510117 郫都区 pi-du-qu|510118 新津区 xin-jin-qu|510121 金堂县 jin-tang-xian|510129 大邑县 da-yi-xian|510131 蒲江县 pu-jiang-xian|510181 都江堰市 du-jiang-yan-shi|510182 彭州市 peng-zhou-shi|510183 邛崃市 qiong-lai-shi|510184 崇州市 chong-zhou-shi|510185 简阳市 jian-yang-shi
510300 自贡市 zi-gong-shi|510302 自流井区 zi-liu-jing-qu|510303 贡井区 gong-jing-qu|510304 大安区 da-an-qu|510311 沿滩区 yan-tan-qu|510321 荣县 rong-xian|510322 富顺县 fu-shun-xian
510400 攀枝花市 pan-zhi-hua-shi|510402 东区 dong-qu|510403 西区 xi-qu|510411 仁和区 ren-he-qu|510421 米易县 mi-yi-xian|510422 盐边县 yan-bian-xian
510500 泸州市 lu-zhou-shi|510502 江阳区 jiang-yang-qu|510503 纳溪区 na-xi-qu|510504 龙马潭区 long-ma-tan-qu|510521 泸县 lu-xian|510522 合江县 he-jiang-xian|510524 叙永县 xu-yong-xian|510525 古蔺县 gu-lin-xian
510600 德阳市 de-yang-shi|510603 旌阳区 jing-yang-qu|510604 罗江区 luo-jiang-qu|510623 中江县 zhong-jiang-xian|510681 广汉市 guang-han-shi|510682 什邡市 shi-fang-shi|510683 绵竹市 mian-zhu-shi
510700 绵阳市 mian-yang-shi|510703 涪城区 fu-cheng-qu|510704 游仙区 you-xian-qu|510705 安州区 an-zhou-qu|510722 三台县 san-tai-xian|510723 盐亭县 yan-ting-xian|510725 梓潼县 zi-tong-xian|510726 北川羌族自治县 bei-chuan-qiang-zu-zi-zhi-xian|510727 平武县 ping-wu-xian|510781 江油市 jiang-you-shi
510800 广元市 guang-yuan-shi|510802 利州区 li-zhou-qu|510811 昭化区 zhao-hua-qu|510812 朝天区 chao-tian-qu|510821 旺苍县 wang-cang-xian|510822 青川县 qing-chuan-xian|510823 剑阁县 jian-ge-xian|510824 苍溪县 cang-xi-xian
510900 遂宁市 sui-ning-shi|510903 船山区 chuan-shan-qu|510904 安居区 an-ju-qu|510921 蓬溪县 peng-xi-xian|510923 大英县 da-ying-xian|510981 射洪市 she-hong-shi
511000 内江市 nei-jiang-shi|511002 市中区 shi-zhong-qu|511011 东兴区 dong-xing-qu|511024 威远县 wei-yuan-xian|511025 资中县 zi-zhong-xian|511083 隆昌市 long-chang-shi
511100 乐山市 le-shan-shi|511102 市中区 shi-zhong-qu|511111 沙湾区 sha-wan-qu|511112 五通桥区 wu-tong-qiao-qu|511113 金口河区 jin-kou-he-qu|511123 犍为县 qian-wei-xian|511124 井研县 jing-yan-xian|511126 夹江县 jia-jiang-xian|511129 沐川县 mu-chuan-xian|511132 峨边彝族自治县 e-bian-yi-zu-zi-zhi-xian|511133 马边彝族自治县 ma-bian-yi-zu-zi-zhi-xian|511181 峨眉山市 e-mei-shan-shi
511300 南充市 nan-chong-shi|511302 顺庆区 shun-qing-qu|511303 高坪区 gao-ping-qu|511304 嘉陵区 jia-ling-qu|511321 南部县 nan-bu-xian|511322 营山县 ying-shan-xian|511323 蓬安县 peng-an-xian|511324 仪陇县 yi-long-xian|511325 西充县 xi-chong-xian|511381 阆中市 lang-zhong-shi
511400 眉山市 mei-shan-shi|511402 东坡区 dong-po-qu|511403 彭山区 peng-shan-qu|511421 仁寿县 ren-shou-xian|511423 洪雅县 hong-ya-xian|511424 丹棱县 dan-leng-xian|511425 青神县 qing-shen-xian
511500 宜宾市 yi-bin-shi|511502 翠屏区 cui-ping-qu|511503 南溪区 nan-xi-qu|511504 叙州区 xu-zhou-qu|511523 江安县 jiang-an-xian|511524 长宁县 chang-ning-xian|511525 高县 gao-xian|511526 珙县 gong-xian|511527 筠连县 jun-lian-xian|511528 兴文县 xing-wen-xian|511529 屏山县 ping-shan-xian
511600 广安市 guang-an-shi|511602 广安区 guang-an-qu|511603 前锋区 qian-feng-qu|511621 岳池县 yue-chi-xian|511622 武胜县 wu-sheng-xian|511623 邻水县 lin-shui-xian|511681 华蓥市 hua-ying-shi
511700 达州市 da-zhou-shi|511702 通川区 tong-chuan-qu|511703 达川区 da-chuan-qu|511722 宣汉县 xuan-han-xian|511723 开江县 kai-jiang-xian|511724 大竹县 da-zhu-xian|511725 渠县 qu-xian|511781 万源市 wan-yuan-shi
511800 雅安市 ya-an-shi|511802 雨城区 yu-cheng-qu|511803 名山区 ming-shan-qu|511822 荥经县 ying-jing-xian|511823 汉源县 han-yuan-xian|511824 石棉县 shi-mian-xian|511825 天全县 tian-quan-xian|511826 芦山县 lu-shan-xian|511827 宝兴县 bao-xing-xian
511900 巴中市 ba-zhong-shi|511902 巴州区 ba-zhou-qu|511903 恩阳区 en-yang-qu|511921 通江县 tong-jiang-xian|511922 南江县 nan-jiang-xian|511923 平昌县 ping-chang-xian
512000 资阳市 zi-yang-shi|512002 雁江区 yan-jiang-qu|512021 安岳县 an-yue-xian|512022 乐至县 le-zhi-xian
513200 阿坝藏族羌族自治州 a-ba-zang-zu-qiang-zu-zi-zhi-zhou|513201 马尔康市 ma-er-kang-shi|513221 汶川县 wen-chuan-xian|513222 理县 li-xian|513223 茂县 mao-xian|513224 松潘县 song-pan-xian|513225 九寨沟县 jiu-zhai-gou-xian|513226 金川县 jin-chuan-xian|513227 小金县 xiao-jin-xian|513228 黑水县 hei-shui-xian|513230 壤塘县 rang-tang-xian|513231 阿坝县 a-ba-xian|513232 若尔盖县 ruo-er-gai-xian|513233 红原县 hong-yuan-xian
513300 甘孜藏族自治州 gan-zi-zang-zu-zi-zhi-zhou|513301 康定市 kang-ding-shi|513322 泸定县 lu-ding-xian|513323 丹巴县 dan-ba-xian|513324 九龙县 jiu-long-xian|513325 雅江县 ya-jiang-xian|513326 道孚县 dao-fu-xian|513327 炉霍县 lu-huo-xian|513328 甘孜县 gan-zi-xian|513329 新龙县 xin-long-xian|513330 德格县 de-ge-xian|513331 白玉县 bai-yu-xian|513332 石渠县 shi-qu-xian|513333 色达县 se-da-xian|513334 理塘县 li-tang-xian|513335 巴塘县 ba-tang-xian|513336 乡城县 xiang-cheng-xian|513337 稻城县 dao-cheng-xian|513338 得荣县 de-rong-xian
513400 凉山彝族自治州 liang-shan-yi-zu-zi-zhi-zhou|513401 西昌市 xi-chang-shi|513402 会理市 hui-li-shi|513422 木里藏族自治县 mu-li-zang-zu-zi-zhi-xian|513423 盐源县 yan-yuan-xian|513424 德昌县 de-chang-xian|513426 会东县 hui-dong-xian|513427 宁南县 ning-nan-xian|513428 普格县 pu-ge-xian|513429 布拖县 bu-tuo-xian|513430 金阳县 jin-yang-xian|513431 昭觉县 zhao-jue-xian|513432 喜德县 xi-de-xian|513433 冕宁县 mian-ning-xian|513434 越西县 yue-xi-xian|513435 甘洛县 gan-luo-xian|513436 美姑县 mei-gu-xian|513437 雷波县 lei-bo-xian
520100 贵阳市 gui-yang-shi|520102 南明区 nan-ming-qu|520103 云岩区 yun-yan-qu|520111 花溪区 hua-xi-qu|520112 乌当区 wu-dang-qu|520113 白云区 bai-yun-qu|520115 观山湖区 guan-shan-hu-qu|520121 开阳县 kai-yang-xian|520122 息烽县 xi-feng-xian|520123 修文县 xiu-wen-xian|520181 清镇市 qing-zhen-shi
520200 六盘水市 liu-pan-shui-shi|520201 钟山区 zhong-shan-qu|520203 六枝特区 liu-zhi-te-qu|520204 水城区 shui-cheng-qu|520281 盘州市 pan-zhou-shi
520300 遵义市 zun-yi-shi|520302 红花岗区 hong-hua-gang-qu|520303 汇川区 hui-chuan-qu|520304 播州区 bo-zhou-qu|520322 桐梓县 tong-zi-xian|520323 绥阳县 sui-yang-xian|520324 正安县 zheng-an-xian|520325 道真仡佬族苗族自治县 dao-zhen-ge-lao-zu-miao-zu-zi-zhi-xian|520326 务川仡佬族苗族自治县 wu-chuan-ge-lao-zu-miao-zu-zi-zhi-xian|520327 凤冈县 feng-gang-xian|520328 湄潭县 mei-tan-xian|520329 余庆县 yu-qing-xian|520330 习水县 xi-shui-xian|520381 赤水市 chi-shui-shi|520382 仁怀市 ren-huai-shi
520400 安顺市 an-shun-shi|520402 西秀区 xi-xiu-qu|520403 平坝区 ping-ba-qu|520422 普定县 pu-ding-xian|520423 镇宁布依族苗族自治县 zhen-ning-bu-yi-zu-miao-zu-zi-zhi-xian|520424 关岭布依族苗族自治县 guan-ling-bu-yi-zu-miao-zu-zi-zhi-xian|520425 紫云苗族布依族自治县 zi-yun-miao-zu-bu-yi-zu-zi-zhi-xian
520500 毕节市 bi-jie-shi|520502 七星关区 qi-xing-guan-qu|520521 大方县 da-fang-xian|520523 金沙县 jin-sha-xian|520524 织金县 zhi-jin-xian|520525 纳雍县 na-yong-xian|520526 威宁彝族回族苗族自治县 wei-ning-yi-zu-hui-zu-miao-zu-zi-zhi-xian|520527 赫章县 he-zhang-xian|520581 黔西市 qian-xi-shi
520600 铜仁市 tong-ren-shi|520602 碧江区 bi-jiang-qu|520603 万山区 wan-shan-qu|520621 江口县 jiang-kou-xian|520622 玉屏侗族自治县 yu-ping-dong-zu-zi-zhi-xian|520623 石阡县 shi-qian-xian|520624 思南县 si-nan-xian|520625 印江土家族苗族自治县 yin-jiang-tu-jia-zu-miao-zu-zi-zhi-xian|520626 德江县 de-jiang-xian|520627 沿河土家族自治县 yan-he-tu-jia-zu-zi-zhi-xian|520628 松桃苗族自治县 song-tao-miao-zu-zi-zhi-xian
522300 黔西南布依族苗族自治州 qian-xi-nan-bu-yi-zu-miao-zu-zi-zhi-zhou|522301 兴义市 xing-yi-shi|522302 兴仁市 xing-ren-shi|522323 普安县 pu-an-xian|522324 晴隆县 qing-long-xian|522325 贞丰县 zhen-feng-xian|522326 望谟县 wang-mo-xian|522327 册亨县 ce-heng-xian|522328 安龙县 an-long-xian
522600 黔东南苗族侗族自治州 qian-dong-nan-miao-zu-dong-zu-zi-zhi-zhou|522601 凯里市 kai-li-shi|522622 黄平县 huang-ping-xian|522623 施秉县 shi-bing-xian|522624 三穗县 san-sui-xian|522625 镇远县 zhen-yuan-xian|522626 岑巩县 cen-gong-xian|522627 天柱县 tian-zhu-xian|522628 锦屏县 jin-ping-xian|522629 剑河县 jian-he-xian|522630 台江县 tai-jiang-xian|522631 黎平县 li-ping-xian|522632 榕江县 rong-jiang-xian|522633 从江县 cong-jiang-xian|522634 雷山县 lei-shan-xian|522635 麻江县 ma-jiang-xian|522636 丹寨县 dan-zhai-xian
522700 黔南布依族苗族自治州 qian-nan-bu-yi-zu-miao-zu-zi-zhi-zhou|522701 都匀市 du-yun-shi|522702 福泉市 fu-quan-shi|522722 荔波县 li-bo-xian|522723 贵定县 gui-ding-xian|522725 瓮安县 weng-an-xian|522726 独山县 du-shan-xian|522727 平塘县 ping-tang-xian|522728 罗甸县 luo-dian-xian|522729 长顺县 chang-shun-xian|522730 龙里县 long-li-xian|522731 惠水县 hui-shui-xian|522732 三都水族自治县 san-du-shui-zu-zi-zhi-xian
530100 昆明市 kun-ming-shi|530102 五华区 wu-hua-qu|530103 盘龙区 pan-long-qu|530111 官渡区 guan-du-qu|530112 西山区 xi-shan-qu|530113 东川区 dong-chuan-qu|530114 呈贡区 cheng-gong-qu|530115 晋宁区 jin-ning-qu|530124 富民县 fu-min-xian|530125 宜良县 yi-liang-xian|530126 石林彝族自治县 shi-lin-yi-zu-zi-zhi-xian|530127 嵩明县 song-ming-xian|530128 禄劝彝族苗族自治县 lu-quan-yi-zu-miao-zu-zi-zhi-xian|530129 寻甸回族彝族自治县 xun-dian-hui-zu-yi-zu-zi-zhi-xian|530181 安宁市 an-ning-shi
530300 曲靖市 qu-jing-shi|530302 麒麟区 qi-lin-qu|530303 沾益区 zhan-yi-qu|530304 马龙区 ma-long-qu|530322 陆良县 lu-liang-xian|530323 师宗县 shi-zong-xian|530324 罗平县 luo-ping-xian|530325 富源县 fu-yuan-xian|530326 会泽县 hui-ze-xian|530381 宣威市 xuan-wei-shi
530400 玉溪市 yu-xi-shi|530402 红塔区 hong-ta-qu|530403 江川区 jiang-chuan-qu|530423 通海县 tong-hai-xian|530424 华宁县 hua-ning-xian|530425 易门县 yi-men-xian|530426 峨山彝族自治县 e-shan-yi-zu-zi-zhi-xian|530427 新平彝族傣族自治县 xin-ping-yi-zu-dai-zu-zi-zhi-xian|530428 元江哈尼族彝族傣族自治县 yuan-jiang-ha-ni-zu-yi-zu-dai-zu-zi-zhi-xian|530481 澄江市 cheng-jiang-shi
530500 保山市 bao-shan-shi|530502 隆阳区 long-yang-qu|530521 施甸县 shi-dian-xian|530523 龙陵县 long-ling-xian|530524 昌宁县 chang-ning-xian|530581 腾冲市 teng-chong-shi
530600 昭通市 zhao-tong-shi|530602 昭阳区 zhao-yang-qu|530621 鲁甸县 lu-dian-xian|530622 巧家县 qiao-jia-xian|530623 盐津县 yan-jin-xian|530624 大关县 da-guan-xian|530625 永善县 yong-shan-xian|530626 绥江县 sui-jiang-xian|530627 镇雄县 zhen-xiong-xian|530628 彝良县 yi-liang-xian|530629 威信县 wei-xin-xian|530681 水富市 shui-fu-shi
530700 丽江市 li-jiang-shi|530702 古城区 gu-cheng-qu|530721 玉龙纳西族自治县 yu-long-na-xi-zu-zi-zhi-xian|530722 永胜县 yong-sheng-xian|530723 华坪县 hua-ping-xian|530724 宁蒗彝族自治县 ning-lang-yi-zu-zi-zhi-xian
530800 普洱市 pu-er-shi|530802 思茅区 si-mao-qu|530821 宁洱哈尼族彝族自治县 ning-er-ha-ni-zu-yi-zu-zi-zhi-xian|530822 墨江哈尼族自治县 mo-jiang-ha-ni-zu-zi-zhi-xian|530823 景东彝族自治县 jing-dong-yi-zu-zi-zhi-xian|530824 景谷傣族彝族自治县 jing-gu-dai-zu-yi-zu-zi-zhi-xian|530825 镇沅彝族哈尼族拉祜族自治县 zhen-yuan-yi-zu-ha-ni-zu-la-hu-zu-zi-zhi-xian|530826 江城哈尼族彝族自治县 jiang-cheng-ha-ni-zu-yi-zu-zi-zhi-xian|530827 孟连傣族拉祜族佤族自治县 meng-lian-dai-zu-la-hu-zu-wa-zu-zi-zhi-xian|530828 澜沧拉祜族自治县 lan-cang-la-hu-zu-zi-zhi-xian|530829 西盟佤族自治县 xi-meng-wa-zu-zi-zhi-xian
530900 临沧市 lin-cang-shi|530902 临翔区 lin-xiang-qu|530921 凤庆县 feng-qing-xian|530922 云县 yun-xian|530923 永德县 yong-de-xian|530924 镇康县 zhen-kang-xian|530925 双江拉祜族佤族布朗族傣族自治县 shuang-jiang-la-hu-zu-wa-zu-bu-lang-zu-dai-zu-zi-zhi-xian|530926 耿马傣族佤族自治县 geng-ma-dai-zu-wa-zu-zi-zhi-xian|530927 沧源佤族自治县 cang-yuan-wa-zu-zi-zhi-xian
532300 楚雄彝族自治州 chu-xiong-yi-zu-zi-zhi-zhou|532301 楚雄市 chu-xiong-shi|532302 禄丰市 lu-feng-shi|532322 双柏县 shuang-bai-xian|532323 牟定县 mu-ding-xian|532324 南华县 nan-hua-xian|532325 姚安县 yao-an-xian|532326 大姚县 da-yao-xian|532327 永仁县 yong-ren-xian|532328 元谋县 yuan-mou-xian|532329 武定县 wu-ding-xian
532500 红河哈尼族彝族自治州 hong-he-ha-ni-zu-yi-zu-zi-zhi-zhou|532501 个旧市 ge-jiu-shi|532502 开远市 kai-yuan-shi|532503 蒙自市 meng-zi-shi|532504 弥勒市 mi-le-shi|532523 屏边苗族自治县 ping-bian-miao-zu-zi-zhi-xian|532524 建水县 jian-shui-xian|532525 石屏县 shi-ping-xian|532527 泸西县 lu-xi-xian|532528 元阳县 yuan-yang-xian|532529 红河县 hong-he-xian|532530 金平苗族瑶族傣族自治县 jin-ping-miao-zu-yao-zu-dai-zu-zi-zhi-xian|532531 绿春县 lv-chun-xian|532532 河口瑶族自治县 he-kou-yao-zu-zi-zhi-xian
532600 文山壮族苗族自治州 wen-shan-zhuang-zu-miao-zu-zi-zhi-zhou|532601 文山市 wen-shan-shi|532622 砚山县 yan-shan-xian|532623 西畴县 xi-chou-xian|532624 麻栗坡县 ma-li-po-xian|532625 马关县 ma-guan-xian|532626 丘北县 qiu-bei-xian|532627 广南县 guang-nan-xian|532628 富宁县 fu-ning-xian
532800 西双版纳傣族自治州 xi-shuang-ban-na-dai-zu-zi-zhi-zhou|532801 景洪市 jing-hong-shi|532822 勐海县 meng-hai-xian|532823 勐腊县 meng-la-xian
532900 大理白族自治州 da-li-bai-zu-zi-zhi-zhou|532901 大理市 da-li-shi|532922 漾濞彝族自治县 yang-bi-yi-zu-zi-zhi-xian|532923 祥云县 xiang-yun-xian|532924 宾川县 bin-chuan-xian|532925 弥渡县 mi-du-xian|532926 南涧彝族自治县 nan-jian-yi-zu-zi-zhi-xian|532927 巍山彝族回族自治县 wei-shan-yi-zu-hui-zu-zi-zhi-xian|532928 永平县 yong-ping-xian|532929 云龙县 yun-long-xian|532930 洱源县 er-yuan-xian|532931 剑川县 jian-chuan-xian|532932 鹤庆县 he-qing-xian
533100 德宏傣族景颇族自治州 de-hong-dai-zu-jing-po-zu-zi-zhi-zhou|533102 瑞丽市 rui-li-shi|533103 芒市 mang-shi|533122 梁河县 liang-he-xian|533123 盈江县 ying-jiang-xian|533124 陇川县 long-chuan-xian
533300 怒江傈僳族自治州 nu-jiang-li-su-zu-zi-zhi-zhou|533301 泸水市 lu-shui-shi|533323 福贡县 fu-gong-xian|533324 贡山独龙族怒族自治县 gong-shan-du-long-zu-nu-zu-zi-zhi-xian|533325 兰坪白族普米族自治县 lan-ping-bai-zu-pu-mi-zu-zi-zhi-xian
533400 迪庆藏族自治州 di-qing-zang-zu-zi-zhi-zhou|533401 香格里拉市 xiang-ge-li-la-shi|533422 德钦县 de-qin-xian|533423 维西傈僳族自治县 wei-xi-li-su-zu-zi-zhi-xian
540100 拉萨市 la-sa-shi|540102 城关区 cheng-guan-qu|540103 堆龙德庆区 dui-long-de-qing-qu|540104 达孜区 da-zi-qu|540121 林周县 lin-zhou-xian|540122 当雄县 dang-xiong-xian|540123 尼木县 ni-mu-xian|540124 曲水县 qu-shui-xian|540127 墨竹工卡县 mo-zhu-gong-ka-xian|540171 格尔木藏青工业园区 ge-er-mu-zang-qing-gong-ye-yuan-qu|540172 拉萨经济技术开发区 la-sa-jing-ji-ji-shu-kai-fa-qu|540173 西藏文化旅游创意园区 xi-zang-wen-hua-lv-you-chuang-yi-yuan-qu|540174 达孜工业园区 da-zi-gong-ye-yuan-qu
540200 日喀则市 ri-ka-ze-shi|540202 桑珠孜区 sang-zhu-zi-qu|540221 南木林县 nan-mu-lin-xian|540222 江孜县 jiang-zi-xian|540223 定日县 ding-ri-xian|540224 萨迦县 sa-jia-xian|540225 拉孜县 la-zi-xian|540226 昂仁县 ang-ren-xian|540227 谢通门县 xie-tong-men-xian|540228 白朗县 bai-lang-xian|540229 仁布县 ren-bu-xian|540230 康马县 kang-ma-xian|540231 定结县 ding-jie-xian|540232 仲巴县 zhong-ba-xian|540233 亚东县 ya-dong-xian|540234 吉隆县 ji-long-xian|540235 聂拉木县 nie-la-mu-xian|540236 萨嘎县 sa-ga-xian|540237 岗巴县 gang-ba-xian
540300 昌都市 chang-du-shi|540302 卡若区 ka-ruo-qu|540321 江达县 jiang-da-xian|540322 贡觉县 gong-jue-xian|540323 类乌齐县 lei-wu-qi-xian|540324 丁青县 ding-qing-xian|540325 察雅县 cha-ya-xian|540326 八宿县 ba-su-xian|540327 左贡县 zuo-gong-xian|540328 芒康县 mang-kang-xian|540329 洛隆县 luo-long-xian|540330 边坝县 bian-ba-xian
540400 林芝市 lin-zhi-shi|540402 巴宜区 ba-yi-qu|540421 工布江达县 gong-bu-jiang-da-xian|540423 墨脱县 mo-tuo-xian|540424 波密县 bo-mi-xian|540425 察隅县 cha-yu-xian|540426 朗县 lang-xian|540481 米林市 mi-lin-shi
540500 山南市 shan-nan-shi|540502 乃东区 nai-dong-qu|540521 扎囊县 zha-nang-xian|540522 贡嘎县 gong-ga-xian|540523 桑日县 sang-ri-xian|540524 琼结县 qiong-jie-xian|540525 曲松县 qu-song-xian|540526 措美县 cuo-mei-xian|540527 洛扎县 luo-zha-xian|540528 加查县 jia-cha-xian|540529 隆子县 long-zi-xian|540531 浪卡子县 lang-ka-zi-xian|540581 错那市 cuo-na-shi
540600 那曲市 na-qu-shi|540602 色尼区 se-ni-qu|540621 嘉黎县 jia-li-xian|540622 比如县 bi-ru-xian|540623 聂荣县 nie-rong-xian|540624 安多县 an-duo-xian|540625 申扎县 shen-zha-xian|540626 索县 suo-xian|540627 班戈县 ban-ge-xian|540628 巴青县 ba-qing-xian|540629 尼玛县 ni-ma-xian|540630 双湖县 shuang-hu-xian
542500 阿里地区 a-li-di-qu|542521 普兰县 pu-lan-xian|542522 札达县 zha-da-xian|542523 噶尔县 ga-er-xian|542524 日土县 ri-tu-xian|542525 革吉县 ge-ji-xian|542526 改则县 gai-ze-xian|542527 措勤县 cuo-qin-xian
610100 西安市 xi-an-shi|610102 新城区 xin-cheng-qu|610103 碑林区 bei-lin-qu|610104 莲湖区 lian-hu-qu|610111 灞桥区 ba-qiao-qu|610112 未央区 wei-yang-qu|610113 雁塔区 yan-ta-qu|610114 阎良区 yan-liang-qu|610115 临潼区 lin-tong-qu|610116 长安区 chang-an-qu|610117 高陵区 gao-ling-qu|610118 鄠邑区 hu-yi-qu|610122 蓝田县 lan-tian-xian|610124 周至县 zhou-zhi-xian
610200 铜川市 tong-chuan-shi|610202 王益区 wang-yi-qu|610203 印台区 yin-tai-qu|610204 耀州区 yao-zhou-qu|610222 宜君县 yi-jun-xian
610300 宝鸡市 bao-ji-shi|610302 渭滨区 wei-bin-qu|610303 金台区 jin-tai-qu|610304 陈仓区 chen-cang-qu|610305 凤翔区 feng-xiang-qu|610323 岐山县 qi-shan-xian|610324 扶风县 fu-feng-xian|610326 眉县 mei-xian|610327 陇县 long-xian|610328 千阳县 qian-yang-xian|610329 麟游县 lin-you-xian|610330 凤县 feng-xian|610331 太白县 tai-bai-xian
610400 咸阳市 xian-yang-shi|610402 秦都区 qin-du-qu|610403 杨陵区 yang-ling-qu|610404 渭城区 wei-cheng-qu|610422 三原县 san-yuan-xian|610423 泾阳县 jing-yang-xian|610424 乾县 qian-xian|610425 礼泉县 li-quan-xian|610426 永寿县 yong-shou-xian|610428 长武县 chang-wu-xian|610429 旬邑县 xun-yi-xian|610430 淳化县 chun-hua-xian|610431 武功县 wu-gong-xian|610481 兴平市 xing-ping-shi|610482 彬州市 bin-zhou-shi
610500 渭南市 wei-nan-shi|610502 临渭区 lin-wei-qu|610503 华州区 hua-zhou-qu|610522 潼关县 tong-guan-xian|610523 大荔县 da-li-xian|610524 合阳县 he-yang-xian|610525 澄城县 cheng-cheng-xian|610526 蒲城县 pu-cheng-xian|610527 白水县 bai-shui-xian|610528 富平县 fu-ping-xian|610581 韩城市 han-cheng-shi|610582 华阴市 hua-yin-shi
610600 延安市 yan-an-shi|610602 宝塔区 bao-ta-qu|610603 安塞区 an-sai-qu|610621 延长县 yan-chang-xian|610622 延川县 yan-chuan-xian|610625 志丹县 zhi-dan-xian|610626 吴起县 wu-qi-xian|610627 甘泉县 gan-quan-xian|610628 富县 fu-xian|610629 洛川县 luo-chuan-xian|610630 宜川县 yi-chuan-xian|610631 黄龙县 huang-long-xian|610632 黄陵县 huang-ling-xian|610681 子长市 zi-chang-shi
610700 汉中市 han-zhong-shi|610702 汉台区 han-tai-qu|610703 南郑区 nan-zheng-qu|610722 城固县 cheng-gu-xian|610723 洋县 yang-xian|610724 西乡县 xi-xiang-xian|610725 勉县 mian-xian|610726 宁强县 ning-qiang-xian|610727 略阳县 lue-yang-xian|610728 镇巴县 zhen-ba-xian|610729 留坝县 liu-ba-xian|610730 佛坪县 fo-ping-xian
610800 榆林市 yu-lin-shi|610802 榆阳区 yu-yang-qu|610803 横山区 heng-shan-qu|610822 府谷县 fu-gu-xian|610824 靖边县 jing-bian-xian|610825 定边县 ding-bian-xian|610826 绥德县 sui-de-xian|610827 米脂县 mi-zhi-xian|610828 佳县 jia-xian|610829 吴堡县 wu-bu-xian|610830 清涧县 qing-jian-xian|610831 子洲县 zi-zhou-xian|610881 神木市 shen-mu-shi
610900 安康市 an-kang-shi|610902 汉滨区 han-bin-qu|610921 汉阴县 han-yin-xian|610922 石泉县 shi-quan-xian|610923 宁陕县 ning-shan-xian|610924 紫阳县 zi-yang-xian|610925 岚皋县 lan-gao-xian|610926 平利县 ping-li-xian|610927 镇坪县 zhen-ping-xian|610929 白河县 bai-he-xian|610981 旬阳市 xun-yang-shi
611000 商洛市 shang-luo-shi|611002 商州区 shang-zhou-qu|611021 洛南县 luo-nan-xian|611022 丹凤县 dan-feng-xian|611023 商南县 shang-nan-xian|611024 山阳县 shan-yang-xian|611025 镇安县 zhen-an-xian|611026 柞水县 zha-shui-xian
620100 兰州市 lan-zhou-shi|620102 城关区 cheng-guan-qu|620103 七里河区 qi-li-he-qu|620104 西固区 xi-gu-qu|620105 安宁区 an-ning-qu|620111 红古区 hong-gu-qu|620121 永登县 yong-deng-xian|620122 皋兰县 gao-lan-xian|620123 榆中县 yu-zhong-xian|620171 兰州新区 lan-zhou-xin-qu
620200 嘉峪关市 jia-yu-guan-shi
620300 金昌市 jin-chang-shi|620302 金川区 jin-chuan-qu|620321 永昌县 yong-chang-xian
620400 白银市 bai-yin-shi|620402 白银区 bai-yin-qu|620403 平川区 ping-chuan-qu|620421 靖远县 jing-yuan-xian|620422 会宁县 hui-ning-xian|620423 景泰县 jing-tai-xian
620500 天水市 tian-shui-shi|620502 秦州区 qin-zhou-qu|620503 麦积区 mai-ji-qu|620521 清水县 qing-shui-xian|620522 秦安县 qin-an-xian|620523 甘谷县 gan-gu-xian|620524 武山县 wu-shan-xian|620525 张家川回族自治县 zhang-jia-chuan-hui-zu-zi-zhi-xian
620600 武威市 wu-wei-shi|620602 凉州区 liang-zhou-qu|620621 民勤县 min-qin-xian|620622 古浪县 gu-lang-xian|620623 天祝藏族自治县 tian-zhu-zang-zu-zi-zhi-xian
620700 张掖市 zhang-ye-shi|620702 甘州区 gan-zhou-qu|620721 肃南裕固族自治县 su-nan-yu-gu-zu-zi-zhi-xian|620722 民乐县 min-yue-xian|620723 临泽县 lin-ze-xian|620724 高台县 gao-tai-xian|620725 山丹县 shan-dan-xian
620800 平凉市 ping-liang-shi|620802 崆峒区 kong-tong-qu|620821 泾川县 jing-chuan-xian|620822 灵台县 ling-tai-xian|620823 崇信县 chong-xin-xian|620825 庄浪县 zhuang-lang-xian|620826 静宁县 jing-ning-xian|620881 华亭市 hua-ting-shi
620900 酒泉市 jiu-quan-shi|620902 肃州区 su-zhou-qu|620921 金塔县 jin-ta-xian|620922 瓜州县 gua-zhou-xian|620923 肃北蒙古族自治县 su-bei-meng-gu-zu-zi-zhi-xian|620924 阿克塞哈萨克族自治县 a-ke-sai-ha-sa-ke-zu-zi-zhi-xian|620981 玉门市 yu-men-shi|620982 敦煌市 dun-huang-shi
621000 庆阳市 qing-yang-shi|621002 西峰区 xi-feng-qu|621021 庆城县 qing-cheng-xian|621022 环县 huan-xian|621023 华池县 hua-chi-xian|621024 合水县 he-shui-xian|621025 正宁县 zheng-ning-xian|621026 宁县 ning-xian|621027 镇原县 zhen-yuan-xian
621100 定西市 ding-xi-shi|621102 安定区 an-ding-qu|621121 通渭县 tong-wei-xian|621122 陇西县 long-xi-xian|621123 渭源县 wei-yuan-xian|621124 临洮县 lin-tao-xian|621125 漳县 zhang-xian|621126 岷县 min-xian
621200 陇南市 long-nan-shi|621202 武都区 wu-du-qu|621221 成县 cheng-xian|621222 文县 wen-xian|621223 宕昌县 tan-chang-xian|621224 康县 kang-xian|621225 西和县 xi-he-xian|621226 礼县 li-xian|621227 徽县 hui-xian|621228 两当县 liang-dang-xian
622900 临夏回族自治州 lin-xia-hui-zu-zi-zhi-zhou|622901 临夏市 lin-xia-shi|622921 临夏县 lin-xia-xian|622922 康乐县 kang-le-xian|622923 永靖县 yong-jing-xian|622924 广河县 guang-he-xian|622925 和政县 he-zheng-xian|622926 东乡族自治县 dong-xiang-zu-zi-zhi-xian|622927 积石山保安族东乡族撒拉族自治县 ji-shi-shan-bao-an-zu-dong-xiang-zu-sa-la-zu-zi-zhi-xian
623000 甘南藏族自治州 gan-nan-zang-zu-zi-zhi-zhou|623001 合作市 he-zuo-shi|623021 临潭县 lin-tan-xian|623022 卓尼县 zhuo-ni-xian|623023 舟曲县 zhou-qu-xian|623024 迭部县 die-bu-xian|623025 玛曲县 ma-qu-xian|623026 碌曲县 lu-qu-xian|623027 夏河县 xia-he-xian
630100 西宁市 xi-ning-shi|630102 城东区 cheng-dong-qu|630103 城中区 cheng-zhong-qu|630104 城西区 cheng-xi-qu|630105 城北区 cheng-bei-qu|630106 湟中区 huang-zhong-qu|630121 大通回族土族自治县 da-tong-hui-zu-tu-zu-zi-zhi-xian|630123 湟源县 huang-yuan-xian
630200 海东市 hai-dong-shi|630202 乐都区 le-du-qu|630203 平安区 ping-an-qu|630222 民和回族土族自治县 min-he-hui-zu-tu-zu-zi-zhi-xian|630223 互助土族自治县 hu-zhu-tu-zu-zi-zhi-xian|630224 化隆回族自治县 hua-long-hui-zu-zi-zhi-xian|630225 循化撒拉族自治县 xun-hua-sa-la-zu-zi-zhi-xian
632200 海北藏族自治州 hai-bei-zang-zu-zi-zhi-zhou|632221 门源回族自治县 men-yuan-hui-zu-zi-zhi-xian|632222 祁连县 qi-lian-xian|632223 海晏县 hai-yan-xian|632224 刚察县 gang-cha-xian
632300 黄南藏族自治州 huang-nan-zang-zu-zi-zhi-zhou|632301 同仁市 tong-ren-shi|632322 尖扎县 jian-zha-xian|632323 泽库县 ze-ku-xian|632324 河南蒙古族自治县 he-nan-meng-gu-zu-zi-zhi-xian
632500 海南藏族自治州 hai-nan-zang-zu-zi-zhi-zhou|632521 共和县 gong-he-xian|632522 同德县 tong-de-xian|632523 贵德县 gui-de-xian|632524 兴海县 xing-hai-xian|632525 贵南县 gui-nan-xian
632600 果洛藏族自治州 guo-luo-zang-zu-zi-zhi-zhou|632621 玛沁县 ma-qin-xian|632622 班玛县 ban-ma-xian|632623 甘德县 gan-de-xian|632624 达日县 da-ri-xian|632625 久治县 jiu-zhi-xian|632626 玛多县 ma-duo-xian
632700 玉树藏族自治州 yu-shu-zang-zu-zi-zhi-zhou|632701 玉树市 yu-shu-shi|632722 杂多县 za-duo-xian|632723 称多县 cheng-duo-xian|632724 治多县 zhi-duo-xian|632725 囊谦县 nang-qian-xian|632726 曲麻莱县 qu-ma-lai-xian
632800 海西蒙古族藏族自治州 hai-xi-meng-gu-zu-zang-zu-zi-zhi-zhou|632801 格尔木市 ge-er-mu-shi|632802 德令哈市 de-ling-ha-shi|632803 茫崖市 mang-ya-shi|632821 乌兰县 wu-lan-xian|632822 都兰县 du-lan-xian|632823 天峻县 tian-jun-xian|632857 大柴旦行政委员会 da-chai-dan-xing-zheng-wei-yuan-hui
640100 银川市 yin-chuan-shi|640104 兴庆区 xing-qing-qu|640105 西夏区 xi-xia-qu|640106 金凤区 jin-feng-qu|640121 永宁县 yong-ning-xian|640122 贺兰县 he-lan-xian|640181 灵武市 ling-wu-shi
640200 石嘴山市 shi-zui-shan-shi|640202 大武口区 da-wu-kou-qu|640205 惠农区 hui-nong-qu|640221 平罗县 ping-luo-xian
640300 吴忠市 wu-zhong-shi|640302 利通区 li-tong-qu|640303 红寺堡区 hong-si-bu-qu|640323 盐池县 yan-chi-xian|640324 同心县 tong-xin-xian|640381 青铜峡市 qing-tong-xia-shi
640400 固原市 gu-yuan-shi|640402 原州区 yuan-zhou-qu|640422 西吉县 xi-ji-xian|640423 隆德县 long-de-xian|640424 泾源县 jing-yuan-xian|640425 彭阳县 peng-yang-xian
640500 中卫市 zhong-wei-shi|640502 沙坡头区 sha-po-tou-qu|640521 中宁县 zhong-ning-xian|640522 海原县 hai-yuan-xian
650100 乌鲁木齐市 wu-lu-mu-qi-shi|650102 天山区 tian-shan-qu|650103 沙依巴克区 sha-yi-ba-ke-qu|650104 新市区 xin-shi-qu|650105 水磨沟区 shui-mo-gou-qu|650106 头屯河区 tou-tun-he-qu|650107 达坂城区 da-ban-cheng-qu|650109 米东区 mi-dong-qu|650121 乌鲁木齐县 wu-lu-mu-qi-xian
650200 克拉玛依市 ke-la-ma-yi-shi|650202 独山子区 du-shan-zi-qu|650203 克拉玛依区 ke-la-ma-yi-qu|650204 白碱滩区 bai-jian-tan-qu|650205 乌尔禾区 wu-er-he-qu
650400 吐鲁番市 tu-lu-fan-shi|650402 高昌区 gao-chang-qu|650421 鄯善县 shan-shan-xian|650422 托克逊县 tuo-ke-xun-xian
650500 哈密市 ha-mi-shi|650502 伊州区 yi-zhou-qu|650521 巴里坤哈萨克自治县 ba-li-kun-ha-sa-ke-zi-zhi-xian|650522 伊吾县 yi-wu-xian
652300 昌吉回族自治州 chang-ji-hui-zu-zi-zhi-zhou|652301 昌吉市 chang-ji-shi|652302 阜康市 fu-kang-shi|652323 呼图壁县 hu-tu-bi-xian|652324 玛纳斯县 ma-na-si-xian|652325 奇台县 qi-tai-xian|652327 吉木萨尔县 ji-mu-sa-er-xian|652328 木垒哈萨克自治县 mu-lei-ha-sa-ke-zi-zhi-xian
652700 博尔塔拉蒙古自治州 bo-er-ta-la-meng-gu-zi-zhi-zhou|652701 博乐市 bo-le-shi|652702 阿拉山口市 a-la-shan-kou-shi|652722 精河县 jing-he-xian|652723 温泉县 wen-quan-xian
652800 巴音郭楞蒙古自治州 ba-yin-guo-leng-meng-gu-zi-zhi-zhou|652801 库尔勒市 ku-er-le-shi|652822 轮台县 lun-tai-xian|652823 尉犁县 yu-li-xian|652824 若羌县 ruo-qiang-xian|652825 且末县 qie-mo-xian|652826 焉耆回族自治县 yan-qi-hui-zu-zi-zhi-xian|652827 和静县 he-jing-xian|652828 和硕县 he-shuo-xian|652829 博湖县 bo-hu-xian
652900 阿克苏地区 a-ke-su-di-qu|652901 阿克苏市 a-ke-su-shi|652902 库车市 ku-che-shi|652922 温宿县 wen-su-xian|652924 沙雅县 sha-ya-xian|652925 新和县 xin-he-xian|652926 拜城县 bai-cheng-xian|652927 乌什县 wu-shi-xian|652928 阿瓦提县 a-wa-ti-xian|652929 柯坪县 ke-ping-xian
653000 克孜勒苏柯尔克孜自治州 ke-zi-le-su-ke-er-ke-zi-zi-zhi-zhou|653001 阿图什市 a-tu-shi-shi|653022 阿克陶县 a-ke-tao-xian|653023 阿合奇县 a-he-qi-xian|653024 乌恰县 wu-qia-xian
653100 喀什地区 ka-shi-di-qu|653101 喀什市 ka-shi-shi|653121 疏附县 shu-fu-xian|653122 疏勒县 shu-le-xian|653123 英吉沙县 ying-ji-sha-xian|653124 泽普县 ze-pu-xian|653125 莎车县 sha-che-xian|653126 叶城县 ye-cheng-xian|653127 麦盖提县 mai-gai-ti-xian|653128 岳普湖县 yue-pu-hu-xian|653129 伽师县 jia-shi-xian|653130 巴楚县 ba-chu-xian|653131 塔什库尔干塔吉克自治县 ta-shi-ku-er-gan-ta-ji-ke-zi-zhi-xian
653200 和田地区 he-tian-di-qu|653201 和田市 he-tian-shi|653221 和田县 he-tian-xian|653222 墨玉县 mo-yu-xian|653223 皮山县 pi-shan-xian|653224 洛浦县 luo-pu-xian|653225 策勒县 ce-le-xian|653226 于田县 yu-tian-xian|653227 民丰县 min-feng-xian
654000 伊犁哈萨克自治州 yi-li-ha-sa-ke-zi-zhi-zhou|654002 伊宁市 yi-ning-shi|654003 奎屯市 kui-tun-shi|654004 霍尔果斯市 huo-er-guo-si-shi|654021 伊宁县 yi-ning-xian|654022 察布查尔锡伯自治县 cha-bu-cha-er-xi-bo-zi-zhi-xian|654023 霍城县 huo-cheng-xian|654024 巩留县 gong-liu-xian|654025 新源县 xin-yuan-xian|654026 昭苏县 zhao-su-xian|654027 特克斯县 te-ke-si-xian|654028 尼勒克县 ni-le-ke-xian
654200 塔城地区 ta-cheng-di-qu|654201 塔城市 ta-cheng-shi|654202 乌苏市 wu-su-shi|654203 沙湾市 sha-wan-shi|654221 额敏县 e-min-xian|654224 托里县 tuo-li-xian|654225 裕民县 yu-min-xian|654226 和布克赛尔蒙古自治县 he-bu-ke-sai-er-meng-gu-zi-zhi-xian
654300 阿勒泰地区 a-le-tai-di-qu|654301 阿勒泰市 a-le-tai-shi|654321 布尔津县 bu-er-jin-xian|654322 富蕴县 fu-yun-xian|654323 福海县 fu-hai-xian|654324 哈巴河县 ha-ba-he-xian|654325 青河县 qing-he-xian|654326 吉木乃县 ji-mu-nai-xian
659000 自治区直辖县级行政区划 zi-zhi-qu-zhi-xia-xian-ji-xing-zheng-qu-hua|659001 石河子市 shi-he-zi-shi|659002 阿拉尔市 a-la-er-shi|659003 图木舒克市 tu-mu-shu-ke-shi|659004 五家渠市 wu-jia-qu-shi|659005 北屯市 bei-tun-shi|659006 铁门关市 tie-men-guan-shi|659007 双河市 shuang-he-shi|659008 可克达拉市 ke-ke-da-la-shi|659009 昆玉市 kun-yu-shi|659010 胡杨河市 hu-yang-he-shi|659011 新星市 xin-xing-shi|659012 白杨市 bai-yang-shi
$$, E'[\n|]') as entry where entry <> '') as words (w);

insert into regions.aliases (division_code, name, ended, is_partial, source)
select w[1], w[2], w[3], coalesce(w[4] = 'partial', false), '随产品提供,请核对'
from (select string_to_array(line, ' ') from regexp_split_to_table($$
110101 崇文区 2010
110102 宣武区 2010
120116 塘沽区 2009
120116 汉沽区 2009
120116 大港区 2009
120119 蓟县 2016
130102 桥东区 2014 partial
130502 桥东区 2020
130503 桥西区 2020
130505 任县 2020
130602 新市区 2015
130606 北市区 2015
130606 南市区 2015
140403 城区 2018
140403 郊区 2018
140404 长治县 2018
150900 乌兰察布盟 2003
150400 昭乌达盟 1983
150500 哲里木盟 1999
150600 伊克昭盟 2001
150700 呼伦贝尔盟 2001
150800 巴彦淖尔盟 2003
210112 东陵区 2014
210113 新城子区 2006
230110 动力区 2006
230104 太平区 2004
310101 卢湾区 2011
310101 南市区 2000
310106 闸北区 2015
310115 南汇区 2009
310115 川沙县 1992
320104 白下区 2013
320106 下关区 2013
320213 崇安区 2015
320213 南长区 2015
320213 北塘区 2015
320205 锡山市 2000 partial
320205 无锡县 1995 partial
320412 戚墅堰区 2015
320508 沧浪区 2012
320508 平江区 2012
320508 金阊区 2012
320613 港闸区 2020
320612 南通县 1993
320800 淮阴市 2001
320803 楚州区 2012
320812 清河区 2016
320812 清浦区 2016
321003 维扬区 2011
330102 江干区 2021 partial
330105 下城区 2021
330212 江东区 2016
330212 鄞县 2002
330603 绍兴县 2013 partial
330703 金华县 2001 partial
330803 衢县 2001
330402 秀城区 2005
340210 芜湖县 2020
340209 三山区 2020
340181 居巢区 2011
340705 铜官山区 2015
340705 狮子山区 2015
340706 铜陵县 2015
350404 梅列区 2021
350205 杏林区 2003
350203 鼓浪屿区 2003
350203 开元区 2003
360404 九江县 2017
360483 星子县 2016
360402 庐山区 2016
361104 上饶县 2019
360112 湾里区 2019
370203 四方区 2012
370211 胶南市 2012
370116 莱城区 2018
370116 莱芜市 2018 partial
370614 长岛县 2020
371403 陵县 2014
410212 开封县 2014
411003 许昌县 2016
410308 吉利区 2021
411203 陕县 2015
420600 襄樊市 2010
420607 襄阳区 2010
420607 襄阳县 2001
420304 郧县 2014
421000 沙市市 1994
421000 荆沙市 1996
430212 株洲县 2018
440104 东山区 2005
440103 芳村区 2005
440112 萝岗区 2014
440607 三水市 2002
440515 澄海市 2003
440904 茂港区 2014
440904 电白县 2014
441403 梅县 2013
450403 蝶山区 2013
460107 琼山市 2002
500110 万盛区 2011
500111 双桥区 2011
500101 万县市 1997
500112 江北县 1994
500113 巴县 1994
510117 郫县 2016
510811 元坝区 2013
510802 市中区 2007
511504 宜宾县 2018
511703 达县 2013
520304 遵义县 2016
520111 小河区 2012
520281 盘县 2017
520204 水城县 2020
530800 思茅市 2007
530800 思茅地区 2003
530700 丽江地区 2002
530900 临沧地区 2003
540200 日喀则地区 2014
540300 昌都地区 2014
540400 林芝地区 2015
540500 山南地区 2016
540600 那曲地区 2017
610118 户县 2016
610482 彬县 2018
610116 长安县 2002
620800 平凉地区 2002
630200 海东地区 2013
650109 米泉市 2007
650109 东山区 2007
650400 吐鲁番地区 2015
650500 哈密地区 2016
441900 东莞县 1985
442000 中山县 1983
$$, E'\n') as line where line <> '') as words (w);
