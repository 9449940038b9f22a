import time
def test_prof(dispatcher, sent_case):
    for _ in range(50): sent_case()
    for _ in range(3): dispatcher.get("")
    t=time.process_time()
    for _ in range(20): dispatcher.get("")
    print("CPU ms", (time.process_time()-t)*50)
