// Addresses arrive in full-width letters, odd blanks and traditional characters. They are compared in one plain
// form that keeps every position, so that what follows a division can be cut out of the text as it came.

/** Traditional and simplified by turns; the characters that occur in names of divisions and in street words. */
const PAIRS =
  '東东區区縣县鄉乡鎮镇臺台檯台灣湾廣广門门龍龙馬马烏乌魯鲁齊齐爾尔濱滨遼辽寧宁蘇苏漢汉陽阳陰阴華华貴贵陝陕肅肃慶庆藏藏維维' +
  '內内蘭兰蘆芦長长楊杨樹树橋桥權权歷历壢坜豐丰麗丽義义嶺岭嶽岳島岛峽峡嶼屿灘滩潔洁濟济濰潍瀏浏瀘泸滬沪瀋沈瀟潇瀾澜灤滦' +
  '塢坞墾垦壩坝場场塊块壯壮聖圣處处備备偉伟倉仓億亿優优儀仪傑杰兒儿劃划劉刘劍剑劑剂勝胜動动務务勞劳勵励北北匯汇協协單单' +
  '衛卫廈厦厲厉參参雙双號号葉叶吳吴員员嗎吗園园國国圍围圖图團团堅坚墻墙壇坛報报夾夹奧奥婁娄孫孙學学宮宫寶宝實实寬宽寢寝' +
  '專专將将對对導导層层屬属崗岗嶗崂嶄崭巋岿帶带師师幫帮幹干庫库廟庙廠厂廬庐廳厅張张強强彌弥彎弯彙汇後后徑径從从徵征應应' +
  '懷怀戰战戲戏戶户拋抛捨舍掃扫揚扬據据攜携擴扩數数敘叙斷断時时晉晋暉晖曆历會会東东條条棗枣棟栋業业榮荣構构槍枪樂乐樓楼' +
  '標标樣样機机橫横檢检櫻樱欄栏歐欧歲岁殺杀殼壳氣气決决沖冲沒没況况洶汹涇泾淨净淪沦淵渊淺浅渦涡測测渾浑湯汤溝沟滅灭滿满' +
  '漁渔漲涨漸渐潯浔潛潜潤润潰溃澗涧澤泽濁浊濕湿灑洒灣湾為为煉炼煙烟煩烦熱热燈灯營营爐炉爭争爺爷牆墙狀状獅狮獨独獲获環环' +
  '現现瑪玛瓊琼瓏珑甌瓯產产畝亩畢毕異异疊叠瘋疯發发皚皑盜盗盡尽監监盤盘盧卢眾众睢睢礦矿碭砀碩硕確确礙碍禮礼禪禅種种稱称' +
  '積积穎颖穩稳窯窑竄窜競竞筆笔節节範范築筑簡简籃篮籌筹類类糧粮紅红紋纹納纳紐纽純纯級级細细終终組组結结絳绛給给統统綏绥' +
  '經经綠绿網网綿绵緊紧線线緯纬練练縉缙總总績绩織织繁繁繞绕繼继續续罈坛羅罗習习翹翘聞闻聯联聰聪職职肥肥脫脱膠胶臘腊臨临' +
  '與与興兴舉举舊旧艙舱艦舰藝艺荊荆莊庄莖茎華华萊莱萬万蒼苍蓋盖蓮莲蔣蒋蕭萧薊蓟薩萨藍蓝藥药蘄蕲蘊蕴蘿萝虛虚虧亏蟲虫蠡蠡' +
  '術术衝冲補补裏里裡里製制複复襄襄見见規规視视覽览覺觉觀观訂订計计訊讯訓训記记許许診诊詔诏試试詩诗話话該该詳详誌志認认' +
  '語语誠诚誼谊諒谅論论諸诸謝谢講讲證证識识譚谭譯译議议護护讓让豈岂豐丰貝贝負负財财貢贡貨货貫贯貿贸賀贺資资賈贾賓宾賢贤' +
  '質质贛赣贊赞趙赵趕赶跡迹踐践車车軍军軌轨軒轩軟软較较載载輔辅輕轻輝辉輪轮輻辐轄辖轉转轟轰辦办農农迴回這这連连進进運运' +
  '過过達达違违遙遥遜逊遞递遠远適适遷迁遺遗還还邊边郟郏郵邮鄒邹鄔邬鄖郧鄧邓鄭郑鄰邻鄲郸鄴邺酈郦醫医釋释鈴铃鉅巨鉛铅' +
  '銀银銅铜銘铭鋒锋鋼钢錄录錢钱錦锦錫锡鍋锅鍾钟鎖锁鎮镇鐘钟鐵铁鑄铸鑫鑫閃闪閆闫開开閏闰間间閘闸閣阁閩闽閬阆閱阅闊阔關关' +
  '陸陆陳陈隊队隨随險险隴陇隸隶雜杂雞鸡離离難难雲云電电霧雾靈灵靜静韓韩順顺項项預预領领頭头頤颐顏颜願愿類类顧顾風风飛飞' +
  '飯饭館馆饒饶駐驻駿骏騰腾驛驿驗验驤骧鬧闹魚鱼鮁鲅鮮鲜鯉鲤鳥鸟鳩鸠鳳凤鳴鸣鴨鸭鴻鸿鵬鹏鶴鹤鷄鸡鷹鹰鹽盐麥麦黃黄點点黨党' +
  '龐庞龍龙龜龟亞亚佔占來来侖仑俠侠俁俣倫伦側侧傳传債债傷伤僅仅價价儋儋冊册幾几鳳凤勻匀勳勋區区卻却厙厍口口啟启喬乔嘆叹' +
  '嘗尝圓圆堯尧墊垫執执塵尘壓压夠够奪夺嫵妩嬌娇孿孪寫写屆届屍尸岡冈峴岘崢峥嵐岚嶸嵘巒峦帥帅幣币廢废彥彦徹彻恆恒悅悦惡恶' +
  '惠惠愛爱慈慈憲宪懇恳戀恋捲卷掛挂採采揀拣損损搖摇撫抚擁拥擇择攏拢攔拦敵敌斂敛於于旂旗昇升晝昼暢畅曉晓朧胧桿杆楓枫槳桨' +
  '樁桩橢椭檔档櫃柜欽钦歸归湧涌溫温滄沧滎荥滬沪漣涟潁颍潑泼濃浓濤涛濱滨瀝沥瀠潆灃沣烴烃牽牵犧牺猶犹玨珏琺珐瑤瑶璣玑瓔璎' +
  '畫画疇畴癥症皺皱盞盏眥眦矚瞩硯砚禎祯禦御稅税稟禀穀谷竈灶籬篱紀纪約约紹绍絨绒綦綦綱纲縱纵繡绣纖纤罰罚罷罢聳耸脈脉腳脚' +
  '臥卧蕪芜蔭荫虯虬蠶蚕裝装詠咏誕诞諾诺謀谋譜谱賞赏賜赐賴赖購购賽赛躍跃軸轴遊游郝郝鄉乡鄆郓鄢鄢鄱鄱釣钓鈞钧鉚铆鉤钩鋪铺' +
  '鍵键鏡镜鑲镶閔闵閑闲閤合闌阑闕阙陘陉隕陨霽霁鞏巩韻韵響响頂顶頃顷頓顿頗颇額额顯显飄飘養养餘余餚肴駝驼駕驾騎骑驢驴驪骊' +
  '鰲鳌鶯莺鷺鹭麪面麵面黌黉齋斋齡龄'

const simplified = new Map<string, string>()
for (let at = 0; at < PAIRS.length; at += 2) {
  if (PAIRS[at] !== PAIRS[at + 1]) simplified.set(PAIRS[at] ?? '', PAIRS[at + 1] ?? '')
}

/** Anything outside this is rare enough to be handled character by character. */
const ALREADY_PLAIN = new RegExp(
  `[\\u0000-\\u001f\\u00a0\\u1680\\u2000-\\u200f\\u2028-\\u202f\\u2060\\u3000\\ufe00-\\ufe0f\\ufeff\\uff01-\\uff5e${[...simplified.keys()].join('')}]`,
)

/**
 * The same text, position by position: half-width, simplified, every kind of blank a space. The length in
 * UTF-16 units does not change.
 */
export function plain(text: string): string {
  if (!ALREADY_PLAIN.test(text)) return text
  let out = ''
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code >= 0xff01 && code <= 0xff5e) out += String.fromCharCode(code - 0xfee0)
    else if (isBlank(code)) out += ' '
    else out += simplified.get(text[at] ?? '') ?? text[at]
  }
  return out
}

function isBlank(code: number): boolean {
  return (
    code <= 0x20 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202f) ||
    code === 0x2060 ||
    code === 0x3000 ||
    (code >= 0xfe00 && code <= 0xfe0f) ||
    code === 0xfeff
  )
}

/** Stars, crosses and dots that platforms put where they hide something. */
export function isMasked(text: string): boolean {
  return /[*＊●•■□◆█]|[×xX✕]{2,}|某某/.test(text)
}
