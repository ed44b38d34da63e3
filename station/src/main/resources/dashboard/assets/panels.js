// Which panels there are: one entry is one box, one tab is one dimension of the API.
export const PANELS = [
  { id: 'pages', title: 'Pages', tabs: [{ dimension: 'pages', label: 'Pages', head: 'Page' }] },
  {
    id: 'sources',
    title: 'Where visitors come from',
    tabs: [
      { dimension: 'sources', label: 'Sources', head: 'Source' },
      { dimension: 'referrers', label: 'Referrers', head: 'Referrer' },
      { dimension: 'sourceClasses', label: 'Kinds', head: 'Kind of source' },
    ],
  },
  {
    id: 'places',
    title: 'Where visitors are',
    limit: 11,
    tabs: [
      { dimension: 'countries', label: 'Countries', head: 'Country' },
      { dimension: 'regions', label: 'Regions', head: 'Region' },
      { dimension: 'cities', label: 'Cities', head: 'City' },
    ],
  },
  {
    id: 'clients',
    title: 'What visitors use',
    tabs: [
      { dimension: 'browsers', label: 'Browsers', head: 'Browser' },
      { dimension: 'systems', label: 'Systems', head: 'System' },
      { dimension: 'devices', label: 'Devices', head: 'Device' },
    ],
  },
  { id: 'bots', title: 'Bots', tabs: [{ dimension: 'bots', label: 'Bots', head: 'Bot' }] },
];
