// Which shape of the world's outlines is which country: ISO 3166 code and the name in the outlines.
const SHAPES = `
AF=Afghanistan; AX=Aland; AL=Albania; DZ=Algeria; AS=American Samoa; AD=Andorra; AO=Angola;
AG=Antigua and Barb.; AR=Argentina; AM=Armenia; AU=Australia; AT=Austria; AZ=Azerbaijan; BS=Bahamas;
BH=Bahrain; BD=Bangladesh; BB=Barbados; BY=Belarus; BE=Belgium; BZ=Belize; BJ=Benin; BM=Bermuda; BT=Bhutan;
BO=Bolivia; BA=Bosnia and Herz.; BW=Botswana; IO=Br. Indian Ocean Ter.; BR=Brazil; BN=Brunei; BG=Bulgaria;
BF=Burkina Faso; BI=Burundi; KH=Cambodia; CM=Cameroon; CA=Canada; CV=Cape Verde; KY=Cayman Is.;
CF=Central African Rep.; TD=Chad; CL=Chile; CN=China; CO=Colombia; KM=Comoros; CG=Congo; CR=Costa Rica;
HR=Croatia; CU=Cuba; CW=Curaçao; CY=Cyprus; CZ=Czech Rep.; CI=Côte d'Ivoire; CD=Dem. Rep. Congo;
KP=Dem. Rep. Korea; DK=Denmark; DJ=Djibouti; DM=Dominica; DO=Dominican Rep.; EC=Ecuador; EG=Egypt;
SV=El Salvador; GQ=Eq. Guinea; ER=Eritrea; EE=Estonia; ET=Ethiopia; FO=Faeroe Is.; FK=Falkland Is.; FJ=Fiji;
FI=Finland; PF=Fr. Polynesia; TF=Fr. S. Antarctic Lands; FR=France; GA=Gabon; GM=Gambia; GE=Georgia;
DE=Germany; GH=Ghana; GR=Greece; GL=Greenland; GD=Grenada; GU=Guam; GT=Guatemala; GN=Guinea;
GW=Guinea-Bissau; GY=Guyana; HT=Haiti; HM=Heard I. and McDonald Is.; HN=Honduras; HU=Hungary; IS=Iceland;
IN=India; ID=Indonesia; IR=Iran; IQ=Iraq; IE=Ireland; IM=Isle of Man; IL=Israel; IT=Italy; JM=Jamaica;
JP=Japan; JE=Jersey; JO=Jordan; KZ=Kazakhstan; KE=Kenya; KI=Kiribati; KR=Korea; KW=Kuwait; KG=Kyrgyzstan;
LA=Lao PDR; LV=Latvia; LB=Lebanon; LS=Lesotho; LR=Liberia; LY=Libya; LI=Liechtenstein; LT=Lithuania;
LU=Luxembourg; MK=Macedonia; MG=Madagascar; MW=Malawi; MY=Malaysia; ML=Mali; MT=Malta; MR=Mauritania;
MU=Mauritius; MX=Mexico; FM=Micronesia; MD=Moldova; MN=Mongolia; ME=Montenegro; MS=Montserrat; MA=Morocco;
MZ=Mozambique; MM=Myanmar; MP=N. Mariana Is.; NA=Namibia; NP=Nepal; NL=Netherlands; NC=New Caledonia;
NZ=New Zealand; NI=Nicaragua; NE=Niger; NG=Nigeria; NU=Niue; NO=Norway; OM=Oman; PK=Pakistan; PW=Palau;
PS=Palestine; PA=Panama; PG=Papua New Guinea; PY=Paraguay; PE=Peru; PH=Philippines; PL=Poland; PT=Portugal;
PR=Puerto Rico; QA=Qatar; RO=Romania; RU=Russia; RW=Rwanda; GS=S. Geo. and S. Sandw. Is.; SS=S. Sudan;
SH=Saint Helena; LC=Saint Lucia; WS=Samoa; SA=Saudi Arabia; SN=Senegal; RS=Serbia; SC=Seychelles;
SL=Sierra Leone; SG=Singapore; SK=Slovakia; SI=Slovenia; SB=Solomon Is.; SO=Somalia; ZA=South Africa;
ES=Spain; LK=Sri Lanka; PM=St. Pierre and Miquelon; VC=St. Vin. and Gren.; SD=Sudan; SR=Suriname;
SZ=Swaziland; SE=Sweden; CH=Switzerland; SY=Syria; ST=São Tomé and Principe; TJ=Tajikistan; TZ=Tanzania;
TH=Thailand; TL=Timor-Leste; TG=Togo; TO=Tonga; TT=Trinidad and Tobago; TN=Tunisia; TR=Turkey;
TM=Turkmenistan; TC=Turks and Caicos Is.; VI=U.S. Virgin Is.; UG=Uganda; UA=Ukraine; AE=United Arab Emirates;
GB=United Kingdom; US=United States; UY=Uruguay; UZ=Uzbekistan; VU=Vanuatu; VE=Venezuela; VN=Vietnam;
EH=W. Sahara; YE=Yemen; ZM=Zambia; ZW=Zimbabwe
`;

// Areas that have no code of their own: visits there get this one.
const OTHER_SHAPES = { 'N. Cyprus': 'CY' };

/** What nobody lives in and no code stands for. */
export const WITHOUT_CODE = new Set(['Siachen Glacier']);

/** Codes that address databases know and that have no shape of their own: too small, or drawn within another. */
export const WITHOUT_SHAPE = new Set(
  'AI AQ AW BL BQ BV CC CK CX GF GG GI GP HK KN MC MF MH MO MQ MV NF NR PN RE SJ SM SX TK TV TW UM VA VG WF XK YT'.split(' '));

export const shapeOf = new Map(SHAPES.trim().split(/;\s*/).map((entry) => entry.split('=')));

export const codeOf = new Map([
  ...[...shapeOf].map(([code, shape]) => [shape, code]),
  ...Object.entries(OTHER_SHAPES),
]);
