def house(request):
    return {}
