using System.IO.MemoryMappedFiles;

namespace KamBot.Tests.Processes;

/// <summary>
/// Counts reminders whose message has left and that are not settled, in a file that is mapped into memory: the kernel keeps
/// what a killed process wrote there, so that the test can read what was in the air.
/// </summary>
internal sealed class FlightRecorder : IDisposable
{
    private const string Settled = "reminder.settled";
    private const int Size = 16;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Lock _gate = new();

    public FlightRecorder(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, Size);
        _view = _file.CreateViewAccessor(0, Size);
    }

    public static long InFlight(string path)
    {
        if (!File.Exists(path))
            return 0;
        using var recorder = new FlightRecorder(path);
        return Math.Max(0, recorder._view.ReadInt64(0) - recorder._view.ReadInt64(8));
    }

    public void Sends() => Count(0);

    public void Passed(string place)
    {
        if (place == Settled)
            Count(8);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    private void Count(int at)
    {
        lock (_gate)
            _view.Write(at, _view.ReadInt64(at) + 1);
    }
}

/// <summary>Tells the recorder of every message that leaves.</summary>
internal sealed class RecordedSends(FlightRecorder recorder) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Post)
            recorder.Sends();
        return base.SendAsync(request, cancellationToken);
    }
}
