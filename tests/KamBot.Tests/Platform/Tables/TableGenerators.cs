using System.Text;
using FsCheck;
using FsCheck.Fluent;
using KamBot.Platform.Tables;

namespace KamBot.Tests.Platform.Tables;

/// <summary>Rows as odd as the limits allow.</summary>
internal static class TableGenerators
{
    private static readonly DateTimeOffset EarliestDate = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Gen<string> Text() =>
        Gen.OneOf(Gen.Choose(0, 0x7F), Gen.Choose(0x80, 0xFFFF), Gen.Choose(0x10000, 0x10FFFF))
            .Where(Rune.IsValid)
            .Select(value => new Rune(value).ToString())
            .ListOf()
            .Select(runes => string.Concat(runes));

    public static Gen<string> Key() =>
        Text().Select(text => string.Concat(text.Where(c => !char.IsControl(c) && c is not ('/' or '\\' or '#' or '?'))));

    public static Gen<TableEntity> Entity() =>
        from partition in Key()
        from row in Key()
        from names in Gen.Elements("A", "b", "_x", "Name", "Name2", "odata", "type").ListOf()
        from values in Value().ListOf(7)
        select With(new TableEntity(partition, row), names.Distinct(), values);

    private static Gen<object> Value() => Gen.OneOf(
        Text().Select(v => (object)v),
        Of<bool>(),
        Of<int>(),
        Of<long>(),
        Of<double>(),
        Gen.Elements<object>(-0d, double.NaN, double.NegativeInfinity, double.Epsilon, double.MaxValue, 1d, long.MaxValue, int.MinValue),
        Of<Guid>(),
        ArbMap.Default.GeneratorFor<byte>().ArrayOf().Select(v => (object)v),
        ArbMap.Default.GeneratorFor<Guid>().Select(Instant));

    private static Gen<object> Of<T>()
        where T : struct => ArbMap.Default.GeneratorFor<T>().Select(v => (object)v);

    private static object Instant(Guid noise) =>
        EarliestDate.AddTicks((long)(BitConverter.ToUInt64(noise.ToByteArray()) % (ulong)(DateTimeOffset.MaxValue - EarliestDate).Ticks));

    private static TableEntity With(TableEntity entity, IEnumerable<string> names, IReadOnlyList<object> values)
    {
        foreach (var (name, value) in names.Zip(values))
            entity[name] = value;
        return entity;
    }
}
