namespace KamBot.Benchmarks.Dossier;

/// <summary>
/// Names as companies bear them in the four languages: a trade, a family or a place, a legal form. The words repeat as they do
/// in a real register (half of them are called Grup or Transportes), which is what makes finding one hard.
/// </summary>
internal sealed class CompanyNames(int seed)
{
    private static readonly Country[] Countries =
    [
        new(
            "Transports Construccions Fusteria Grup Instal·lacions Indústries Cellers Tallers Distribucions Serveis Fruites Embotits Químiques Tèxtils Gràfiques Logística Materials Electricitat Fontaneria Jardins",
            "Puig Vila Serra Ferrer Soler Roca Casals Bosch Pujol Riera Vidal Mas Camps Costa Prat Oliver Batlle Sala Fabra Torrent Mercader Rovira Junyent Palau Gelabert Cardona Esteve Llorens Bonet Queralt",
            "Nord Girona Vic Manresa Lleida Osona Empordà Maresme Bages Penedès Garraf Tarragona Reus Olot Igualada Berga Terrassa Sabadell Mataró Urgell",
            "SA SL SLU SCCL"),
        new(
            "Transport Construcții Grup Instalații Industrii Distribuție Servicii Logistică Agro Chimica Textile Tipografia Materiale Mobila Panificație Lactate Utilaje Electro Termo Metal",
            "Popescu Ionescu Pop Dumitru Stan Moldovan Rusu Munteanu Matei Constantin Șerban Lazăr Marin Dobre Barbu Nistor Florea Ciobanu Țurcanu Sârbu Georgescu Mureșan Câmpean Văcaru Bălan Oprea Petrescu Toma Zamfir Vlad",
            "Cluj Brașov Iași Sibiu Bihor Ardeal Banat Dobrogea Oltenia Bacău Arad Oradea Timiș Mureș Suceava Bucovina Prahova Argeș Galați Someș",
            "SRL SA SCS PFA"),
        new(
            "Przedsiębiorstwo Zakłady Grupa Transport Budowa Hurtownia Drukarnia Piekarnia Mleczarnia Logistyka Instalacje Stolarnia Tkaniny Chemia Metale Maszyny Meble Opakowania Elektro Usługi",
            "Nowak Kowalski Wiśniewski Wójcik Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski Jankowski Mazur Krawczyk Piotrowski Grabowski Pawlak Michalski Zając Król Wieczorek Wróbel Jabłoński Stępień Górski Rutkowski Sikora Baran Duda Szewczyk",
            "Kraków Łódź Poznań Wrocław Gdańsk Lublin Podhale Mazowsze Śląsk Pomorze Kujawy Warmia Radom Tarnów Opole Elbląg Płock Zamość Słupsk Jasło",
            "sp._z_o.o. S.A. sp.k. sp.j."),
        new(
            "Harbour Bridge Northern United Central Building Freight Packaging Printing Foods Textiles Chemicals Machinery Timber Steel Marine Garden Office Electrical Supply",
            "Baker Turner Walker Fletcher Mason Cooper Marsh Ellis Hayward Bennett Carver Doyle Frost Gallagher Harding Irving Jarvis Keller Lawson Mercer Norris Osborne Palmer Quinn Redford Sutton Thornton Underhill Vaughan Whitmore",
            "Kent Leeds Bristol Dover York Lancaster Norfolk Exeter Oxford Chester Durham Bath Surrey Devon Stirling Dundee Galway Cork Ulster Thames",
            "Ltd PLC LLP Limited"),
    ];

    private readonly Random _random = new(seed);
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);

    /// <summary>One that was not given before.</summary>
    public string Next()
    {
        // Every country has 12,000 pairs of one trade with a family and a place; a second family makes 360,000.
        for (var tries = 0; tries < 1_000; tries++)
        {
            var country = Countries[_random.Next(Countries.Length)];
            var name = _random.Next(4) switch
            {
                0 => $"{Of(country.Trades)} {Of(country.Families)} {Of(country.Places)} {Of(country.Forms)}",
                1 => $"{Of(country.Families)} {Of(country.Families)} {Of(country.Forms)}",
                2 => $"{Of(country.Families)} {Of(country.Places)} {Of(country.Trades)} {Of(country.Forms)}",
                _ => $"{Of(country.Trades)} {Of(country.Families)}-{Of(country.Families)} {Of(country.Places)} {Of(country.Forms)}",
            };
            if (_given.Add(name))
                return name;
        }

        throw new InvalidOperationException("There are no more names.");
    }

    /// <summary>One of letters and blanks only, for a line that has commas and points of its own.</summary>
    public string NextPlain()
    {
        for (var tries = 0; tries < 1_000; tries++)
        {
            if (Next() is var name && name.All(sign => char.IsLetter(sign) || sign == ' '))
                return name;
        }

        throw new InvalidOperationException("There are no more plain names.");
    }

    private string Of(string[] words) => words[_random.Next(words.Length)];

    private sealed class Country(string trades, string families, string places, string forms)
    {
        public string[] Trades { get; } = trades.Split(' ');

        public string[] Families { get; } = families.Split(' ');

        public string[] Places { get; } = places.Split(' ');

        /// <summary>A line stands for a blank within one form.</summary>
        public string[] Forms { get; } = [.. forms.Split(' ').Select(form => form.Replace('_', ' '))];
    }
}
